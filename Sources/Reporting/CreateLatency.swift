import Histogram

/// How long the answers of creates took, from the request to the last byte, in some ten kilobytes however many there were.
struct CreateLatency: Sendable {
  /// What is told of it.
  struct Figures: Hashable, Sendable {
    var p50: Duration
    var p90: Duration
    var p99: Duration
    var most: Duration
  }

  /// In microseconds, up to an hour, to one part in a hundred.
  private var histogram = Histogram<UInt32>(
    lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .two)

  mutating func add(_ duration: Duration) {
    let microseconds = min(max(0, duration / .microseconds(1)), 3_600_000_000)
    _ = histogram.record(UInt64(microseconds))
  }

  /// Nil where there was no answer.
  var figures: Figures? {
    guard histogram.totalCount > 0 else { return nil }
    return Figures(p50: percentile(50), p90: percentile(90), p99: percentile(99), most: .microseconds(Int64(histogram.max)))
  }

  private func percentile(_ share: Double) -> Duration {
    .microseconds(Int64(histogram.valueAtPercentile(share)))
  }
}
