package import Foundation

/// When a request that provably did nothing, or that may be repeated, is tried again.
package struct RetryPolicy: Sendable {
  /// What a server may ask to be left alone for within one call; longer is for another run.
  private static let patience = Duration.seconds(60)

  package var attempts: Int
  /// The pause before the second attempt is drawn from zero to this; it doubles with every further one.
  package var base: Duration
  package var cap: Duration

  package static let standard = RetryPolicy(attempts: 5, base: .milliseconds(200), cap: .seconds(5))
  package static let none = RetryPolicy(attempts: 1, base: .zero, cap: .zero)

  package init(attempts: Int, base: Duration, cap: Duration) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// How long to wait after attempt `attempt` (from 1) came to this exchange, or nil when that was the last.
  ///
  /// Full jitter: `chance`, from 0 to 1, is the share of the longest pause. A `Retry-After` is a floor. What may have been carried out
  /// is tried again only when the request is `isRepeatable`.
  package func pause(
    after attempt: Int, _ exchange: Exchange, isRepeatable: Bool = false, chance: Double, now: Date = .now
  ) -> Duration? {
    guard attempt < attempts else { return nil }
    let longest = min(cap, base * (1 << min(attempt - 1, 16))) * chance
    switch exchange {
    case .notSent: return longest
    case .lost: return isRepeatable ? longest : nil
    case .answered(let response):
      guard response.status == 429 || (isRepeatable && response.status >= 500) else { return nil }
      let floor = RetryAfter.duration(response.retryAfter, now: now) ?? .zero
      return floor <= Self.patience ? floor + longest : nil
    }
  }
}
