/// How many attempts may be second ones: a share of all requests, so that retries do not keep a failing server down.
package struct RetryBudget: Sendable {
  /// A tenth of the requests, and ten to begin with.
  private static let share = 0.1
  private static let most = 10.0

  private var balance = most

  package init() {}

  /// Counts a first attempt.
  package mutating func deposit() {
    balance = min(Self.most, balance + Self.share)
  }

  /// Whether there is one more attempt to have; takes it.
  package mutating func withdraw() -> Bool {
    guard balance >= 1 else { return false }
    balance -= 1
    return true
  }
}
