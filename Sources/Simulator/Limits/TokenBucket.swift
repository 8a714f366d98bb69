/// Lets requests through at a steady rate, and a few at once after a pause.
struct TokenBucket: Hashable, Sendable {
  /// Tokens a second.
  let rate: Double
  private let capacity: Double
  private var tokens: Double
  private var filled: Duration = .zero

  /// A full bucket, which holds a second's worth of tokens or the one that a request needs.
  init(rate: Double) {
    self.rate = rate
    capacity = max(1, rate)
    tokens = capacity
  }

  /// Takes a token and returns nil, or returns the whole seconds after which there is one.
  ///
  /// `now` is the time since any fixed moment.
  mutating func take(at now: Duration) -> Int? {
    tokens = min(capacity, tokens + max(0, (now - filled) / .seconds(1)) * rate)
    filled = max(filled, now)
    guard tokens < 1 else {
      tokens -= 1
      return nil
    }
    return max(1, Int(((1 - tokens) / rate).rounded(.up)))
  }
}
