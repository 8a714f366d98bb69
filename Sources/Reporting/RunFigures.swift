import Terminal

/// What a run took and asked of the API: the numbers of its summary.
package struct RunFigures: Hashable, Sendable {
  package var duration: Duration
  /// Every request, and every attempt of it.
  package var requests = 0
  /// How many of them were further attempts.
  package var retries = 0
  /// How many were answered with 429.
  package var refusals = 0
  /// How many creates were answered.
  var answeredCreates = 0
  var latency: CreateLatency.Figures?

  package init(duration: Duration) {
    self.duration = duration
  }

  /// Nil where the run has asked nothing.
  func text(made: Int) -> String? {
    guard requests > 0 else { return nil }
    var parts: [String] = []
    if made > 0 {
      let rate = Double(made) / max(duration / .seconds(1), 0.001)
      parts.append("\(made == 1 ? "1 create" : "\(made) creates"), \(Elapsed.tenths(rate)) a second")
    }
    if let latency {
      let figures = [("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99), ("max", latency.most)]
      parts.append("answers in " + figures.map { "\(Elapsed.text($1)) (\($0))" }.joined(separator: ", "))
    }
    let retried = retries == 0 ? "" : ", \(retries == 1 ? "1 retry" : "\(retries) retries")"
    let refused = refusals == 0 ? "" : ", \(refusals) answered with 429"
    parts.append("\(requests == 1 ? "1 request" : "\(requests) requests")\(retried)\(refused)")
    return parts.joined(separator: "; ")
  }
}
