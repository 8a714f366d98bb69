/// How many requests may be in flight: up by one when as many succeeded as there may be, halved when the server shows strain.
struct AdaptiveLimit: Sendable {
  /// Where it begins, unless the most is less.
  private static let first = 4

  private let most: Int
  private(set) var limit: Int
  /// Since the limit was last changed.
  private var successes = 0
  /// One that was not used is no proof that more would be borne.
  private var isUsed = false
  /// What a request that begins now is to hand back at its end; those that began before the last cut say nothing about what came of it.
  private(set) var ticket = 0

  init(most: Int) {
    self.most = max(1, most)
    limit = min(Self.first, self.most)
  }

  /// A request begins, and so many are in flight with it.
  mutating func begin(inFlight: Int) {
    if inFlight >= limit { isUsed = true }
  }

  mutating func succeed() {
    successes += 1
    guard isUsed, successes >= limit, limit < most else { return }
    limit += 1
    (successes, isUsed) = (0, false)
  }

  /// 429, 5xx, or no answer in time.
  mutating func strain(ticket: Int) {
    guard ticket == self.ticket else { return }
    self.ticket += 1
    limit = max(1, limit / 2)
    (successes, isUsed) = (0, false)
  }
}
