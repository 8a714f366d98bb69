package import QubitroModel

/// How a world behaves; unless something is set, well, and as the oldest generation.
package struct WorldSettings: Sendable {
  package var shape: Shape = .a
  /// The most tags of a device; nil for any number.
  package var tagLimit: Int?
  /// The faults that come without being asked for.
  package var faults: FaultMix = .tame
  /// Creates a second, beyond which they are answered with 429; nil for no limit.
  package var rateLimit: Double?
  /// What is added to each answer, give or take a quarter.
  package var latency: Duration = .zero
  /// After which a stalled request's connection is closed.
  package var stallLimit: Duration = .seconds(60)
  /// Over which a dripping answer is sent.
  package var dripTime: Duration = .seconds(30)
  /// How many later requests do not see a device whose visibility is delayed.
  package var visibilityDelay = 3
  /// How many readings a device sends as soon as it is created.
  package var readingsPerDevice = 0
  /// The most requests that the journal keeps.
  package var journalLength = 1000
  /// Where the contents are kept; nil for memory alone.
  package var stateFile: StateFile?
  /// The time since the world began.
  package var elapsed: @Sendable () -> Duration = Self.sinceNow()
  package var now: @Sendable () -> Timestamp = { .now }

  package init() {}

  private static func sinceNow() -> @Sendable () -> Duration {
    let start = ContinuousClock.now
    return { ContinuousClock.now - start }
  }
}
