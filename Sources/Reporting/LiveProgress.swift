import Synchronization
import Terminal

/// Shows the progress line from the beginning of a run to its end; without a screen for the line,
/// it does nothing.
package final class LiveProgress: Sendable {
  private let screen: ProgressConsole?
  private let display: TerminalCapabilities
  private let painting = Mutex<Task<Void, Never>?>(nil)

  init(on screen: ProgressConsole?, _ display: TerminalCapabilities) {
    self.screen = screen
    self.display = display
  }

  /// Whether there is a screen for the line.
  var isShown: Bool { screen != nil }

  /// Begins to paint; `sample` tells how far the run has come, all but the rate.
  func begin(_ sample: @escaping @Sendable () -> ProgressLine) {
    guard let screen else { return }
    let painter = ProgressPainter(
      on: screen, width: { [display] in display.width }, sample)
    painting.withLock { $0 = Task { await painter.paint(by: ContinuousClock()) } }
  }

  /// Erases the line and draws it no more; later text stays.
  package func end() {
    painting.withLock { $0?.cancel() }
    screen?.end()
  }
}

/// Draws the progress line again and again, until its task is cancelled.
struct ProgressPainter: Sendable {
  /// No eye can follow more than five lines a second.
  private static let period = Duration.milliseconds(200)

  private let console: ProgressConsole
  private let width: @Sendable () -> Int
  private let sample: @Sendable () -> ProgressLine

  /// Paints what `sample` returns, all but the rate, which the painter measures.
  init(
    on console: ProgressConsole, width: @escaping @Sendable () -> Int,
    _ sample: @escaping @Sendable () -> ProgressLine
  ) {
    self.console = console
    self.width = width
    self.sample = sample
  }

  /// Paints a line in every period of this clock.
  func paint<C: Clock<Duration>>(by clock: C) async {
    let start = clock.now
    var rate = ProgressRate()
    while (try? await clock.sleep(until: clock.now.advanced(by: Self.period), tolerance: nil))
      != nil
    {
      var line = sample()
      line.rate = rate.add(line.done, at: start.duration(to: clock.now) / .seconds(1))
      // Some terminals begin a new line after a character in the last column.
      console.show(line.text(width: width() - 1))
    }
  }
}

/// Measures how many devices a second a run finishes, over the last seconds.
///
/// The rate at the beginning of a long run says little about its end.
struct ProgressRate: Sendable {
  /// In seconds.
  private static let window = 5.0
  private static let shortest = 0.5

  private var samples: [(time: Double, done: Int)] = []

  /// Adds the number of finished devices at a time; returns the rate, or nil if there are too few
  /// samples yet.
  ///
  /// `time` is in seconds and never decreases.
  mutating func add(_ done: Int, at time: Double) -> Double? {
    samples.append((time, done))
    while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
    guard let first = samples.first, time - first.time >= Self.shortest else { return nil }
    return Double(done - first.done) / (time - first.time)
  }
}
