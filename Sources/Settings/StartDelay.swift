/// When a run begins that nobody watches: many hosts whose crontabs name the same minute are not to
/// call at the same second.
enum StartDelay {
  /// A delay of less than `range` that is this host's and this jobID's own, the same at every
  /// start.
  static func of(host: String, jobID: String, within range: Duration) -> Duration {
    range * fraction(of: "\(host)\0\(jobID)")
  }

  /// From 0 to 1, without 1, evenly over all texts.
  private static func fraction(of text: String) -> Double {
    var hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    // FNV-1a leaves similar texts near each other; these are the last steps of SplitMix64.
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((hash ^ (hash >> 31)) >> 11) / Double(1 << 53)
  }
}

extension Configuration {
  /// How long a run on `host` waits before it begins; `isWatched` is whether a person may be
  /// waiting for it.
  package func startDelay(on host: String, isWatched: Bool) -> Duration {
    isWatched || mode == .plan ? .zero : StartDelay.of(host: host, jobID: jobID, within: jitter)
  }
}
