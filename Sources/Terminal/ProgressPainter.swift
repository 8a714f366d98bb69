import CTerminal
import Foundation

/// Draws the progress line, again and again, until it is cancelled.
package struct ProgressPainter: Sendable {
  /// How far a run has come, all but the rate.
  package typealias Sample = @Sendable () -> ProgressLine

  /// Five times a second is as often as an eye can follow.
  static let period = Duration.milliseconds(200)
  /// Where neither the terminal nor the environment says.
  private static let usualWidth = 80

  private let console: ProgressConsole
  private let width: @Sendable () -> Int
  private let sample: Sample

  init(on console: ProgressConsole, width: @escaping @Sendable () -> Int, _ sample: @escaping Sample) {
    self.console = console
    self.width = width
    self.sample = sample
  }

  /// Paints by this clock.
  func paint<C: Clock<Duration>>(by clock: C) async {
    let start = clock.now
    var rate = ProgressRate()
    while (try? await clock.sleep(until: clock.now.advanced(by: Self.period), tolerance: nil)) != nil {
      var line = sample()
      line.rate = rate.add(line.done, at: start.duration(to: clock.now) / .seconds(1))
      // A character in the last column would make some terminals begin a new line.
      console.show(line.text(width: width() - 1))
    }
  }

  /// The width of standard error's terminal now.
  static func width(_ display: TerminalCapabilities) -> Int {
    let columns = Int(terminal_columns(STDERR_FILENO))
    return columns > 0 ? columns : display.columns ?? usualWidth
  }
}
