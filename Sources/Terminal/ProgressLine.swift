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
    var parts = [total.map { "\(done) of \(Self.plural($0, "device"))" } ?? Self.plural(done, "device")]
    if let waiting {
      parts.append("waiting \(waiting.seconds) s: \(waiting.reason)")
    } else if isListing {
      parts.append("listing the project")
    } else {
      if let rate { parts.append("\(Elapsed.tenths(rate)) a second") }
      if let left { parts.append("\(Elapsed.text(left)) left") }
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
