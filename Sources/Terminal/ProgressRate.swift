/// How many a second, over the last seconds: what it was at the beginning says little about the end.
struct ProgressRate: Sendable {
  /// In seconds.
  private static let window = 5.0
  private static let shortest = 0.5

  private var samples: [(time: Double, done: Int)] = []

  /// Takes down how many are done at a time in seconds, which does not go back; nil before there is enough to say.
  mutating func add(_ done: Int, at time: Double) -> Double? {
    samples.append((time, done))
    while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
    guard let first = samples.first, time - first.time >= Self.shortest else { return nil }
    return Double(done - first.done) / (time - first.time)
  }
}
