/// What became of a request over all of its attempts.
package struct Delivery: Hashable, Sendable {
  /// What became of the last attempt.
  package var exchange: Exchange
  /// How often it was tried, from 1.
  package var attempts: Int

  package init(_ exchange: Exchange, attempts: Int = 1) {
    self.exchange = exchange
    self.attempts = attempts
  }
}
