import CTerminal
import Foundation

/// The one line that shows on a terminal how far a run has come: pure text from numbers.
package struct ProgressLine: Sendable {
  /// Devices that are dealt with.
  package var done = 0
  /// How many there will be; nil where nobody knows.
  package var total: Int?
  /// Devices a second, lately; nil before that can be said.
  var rate: Double?
  /// Requests.
  package var inFlight = 0
  package var retries = 0
  /// Devices that are not as they should be.
  package var failed = 0
  /// How many whole seconds the run waits yet, and why.
  package var waiting: (seconds: Int, reason: String)?
  /// A project is being listed, and nothing else goes on.
  package var isListing = false

  package init() {}

  /// What fits into so many columns: the last parts go first, and what is left is cut.
  func text(width: Int) -> String {
    guard width > 0 else { return "" }
    var text = ""
    for part in parts {
      let longer = text.isEmpty ? part : text + "  " + part
      // What comes after a part that does not fit might, and would stand in its place.
      guard longer.count <= width || text.isEmpty else { break }
      text = longer
    }
    return String(text.prefix(width))
  }

  private var parts: [String] {
    var parts = [
      total.map { "\(done) of \(Self.plural($0, "device"))" } ?? Self.plural(done, "device")
    ]
    if let waiting {
      parts.append("waiting \(waiting.seconds) s: \(waiting.reason)")
    } else if isListing {
      parts.append("listing the project")
    } else {
      if let rate { parts.append("\(DurationText.tenths(rate)) a second") }
      if let left { parts.append("\(DurationText.elapsed(left)) left") }
    }
    if inFlight > 0 { parts.append("\(inFlight) in flight") }
    if retries > 0 { parts.append(retries == 1 ? "1 retry" : "\(retries) retries") }
    if failed > 0 { parts.append("\(failed) failed") }
    return parts
  }

  private var left: Duration? {
    guard let total, let rate, rate > 0, total > done else { return nil }
    return .seconds(Int((Double(total - done) / rate).rounded(.up)))
  }

  private static func plural(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

}

/// How many a second, over the last seconds: what it was at the beginning says little about the
/// end.
struct ProgressRate: Sendable {
  /// In seconds.
  private static let window = 5.0
  private static let shortest = 0.5

  private var samples: [(time: Double, done: Int)] = []

  /// Takes down how many are done at a time in seconds, which does not go back; nil before there is
  /// enough to say.
  mutating func add(_ done: Int, at time: Double) -> Double? {
    samples.append((time, done))
    while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
    guard let first = samples.first, time - first.time >= Self.shortest else { return nil }
    return Double(done - first.done) / (time - first.time)
  }
}

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

  init(
    on console: ProgressConsole, width: @escaping @Sendable () -> Int, _ sample: @escaping Sample
  ) {
    self.console = console
    self.width = width
    self.sample = sample
  }

  /// Paints by this clock.
  func paint<C: Clock<Duration>>(by clock: C) async {
    let start = clock.now
    var rate = ProgressRate()
    while (try? await clock.sleep(until: clock.now.advanced(by: Self.period), tolerance: nil))
      != nil
    {
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
