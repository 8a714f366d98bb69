/// When a request that provably created nothing is tried again.
package struct RetryPolicy: Sendable {
  package var attempts: Int
  /// The pause before the second attempt is drawn from zero to this; it doubles with every further one.
  package var base: Duration
  package var cap: Duration

  package static let standard = RetryPolicy(attempts: 4, base: .milliseconds(200), cap: .seconds(5))
  package static let none = RetryPolicy(attempts: 1, base: .zero, cap: .zero)

  package init(attempts: Int, base: Duration, cap: Duration) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// How long to wait after attempt `attempt` (from 1) came to `outcome`, or nil when that was the last.
  ///
  /// Full jitter: `chance`, from 0 to 1, is the share of the longest pause. A `Retry-After` in seconds is a floor.
  package func pause(after attempt: Int, _ exchange: Exchange, chance: Double) -> Duration? {
    guard attempt < attempts else { return nil }
    let longest = min(cap, base * (1 << min(attempt - 1, 16)))
    switch CreateOutcome(exchange) {
    case .notSent: return longest * chance
    case .refusedForNow: return Self.floor(exchange).map { $0 + longest * chance }
    default: return nil
    }
  }

  /// What the server asks for; nil when that is more than a minute, which another run may wait for.
  private static func floor(_ exchange: Exchange) -> Duration? {
    guard case .answered(let response) = exchange, let seconds = response.retryAfter.flatMap(Int.init) else { return .zero }
    return seconds <= 60 ? .seconds(max(0, seconds)) : nil
  }
}
