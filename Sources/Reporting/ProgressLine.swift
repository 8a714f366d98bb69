import Terminal

/// The one line on a terminal that shows how far a run has come.
struct ProgressLine: Sendable {
  /// The number of devices that are finished.
  var done = 0
  /// The number of devices that there will be; nil if nobody knows.
  var total: Int?
  /// Devices a second over the last seconds; nil while there is too little to tell.
  var rate: Double?
  /// The number of requests in flight.
  var inFlight = 0
  var retries = 0
  /// The number of devices that are not as they should be.
  var failed = 0
  /// How many more whole seconds the run waits, and why.
  var waiting: (seconds: Int, reason: String)?
  /// Whether the run only lists a project at the moment.
  var isListing = false

  init() {}

  /// The parts that fit into `width` columns, from the first on; a first part that does not fit is
  /// cut.
  func text(width: Int) -> String {
    guard width > 0 else { return "" }
    var text = ""
    for part in parts {
      let longer = text.isEmpty ? part : text + "  " + part
      // A later, shorter part might fit, but would then stand in the place of this one.
      guard longer.count <= width || text.isEmpty else { break }
      text = longer
    }
    return String(text.prefix(width))
  }

  private var parts: [String] {
    var parts = [total.map { "\(done) of \(counted($0, "device"))" } ?? counted(done, "device")]
    if let waiting {
      parts.append("waiting \(waiting.seconds) s: \(waiting.reason)")
    } else if isListing {
      parts.append("listing the project")
    } else {
      if let rate { parts.append("\(DurationText.tenths(rate)) a second") }
      if let left { parts.append("\(DurationText.elapsed(left)) left") }
    }
    if inFlight > 0 { parts.append("\(inFlight) in flight") }
    if retries > 0 { parts.append(counted(retries, "retry", "retries")) }
    if failed > 0 { parts.append("\(failed) failed") }
    return parts
  }

  private var left: Duration? {
    guard let total, let rate, rate > 0, total > done else { return nil }
    return .seconds(Int((Double(total - done) / rate).rounded(.up)))
  }
}
