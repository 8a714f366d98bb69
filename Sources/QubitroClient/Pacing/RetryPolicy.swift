package import Foundation

/// Decides whether a request is tried again, and when.
///
/// Only a request that provably did nothing, or that may be repeated, is tried again.
package struct RetryPolicy: Sendable {
  /// The longest `Retry-After` that one call waits for; more is for another run.
  private static let patience = Duration.seconds(60)

  /// How many attempts there may be, the first included.
  package var attempts: Int
  /// The longest pause before the second attempt; it doubles with every further attempt.
  package var base: Duration
  /// The longest pause before any attempt.
  package var cap: Duration

  package static let standard = RetryPolicy(attempts: 5, base: .milliseconds(200), cap: .seconds(5))
  package static let none = RetryPolicy(attempts: 1, base: .zero, cap: .zero)

  package init(attempts: Int, base: Duration, cap: Duration) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// How long to wait after attempt `attempt` (from 1) ended in this exchange; nil if it was the
  /// last.
  ///
  /// Full jitter: `chance`, from 0 to 1, is the share of the longest pause. A `Retry-After` is a
  /// floor. A request that may have been carried out is tried again only if it `isRepeatable`.
  package func pause(
    after attempt: Int, _ exchange: Exchange, isRepeatable: Bool = false, chance: Double,
    now: Date = .now
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

/// Limits retries to a share of all requests, so that they do not keep a failing server down.
package struct RetryBudget: Sendable {
  /// How many retries each request adds.
  private static let share = 0.1
  /// How many retries there are at the start, and at most.
  private static let most = 10.0

  private var balance = most

  package init() {}

  /// Counts a request at its first attempt.
  package mutating func deposit() {
    balance = min(Self.most, balance + Self.share)
  }

  /// Takes a retry; returns false if none is left.
  package mutating func withdraw() -> Bool {
    guard balance >= 1 else { return false }
    balance -= 1
    return true
  }
}

/// The `Retry-After` header (RFC 9110, section 10.2.3): seconds, or a date.
package enum RetryAfter {
  /// The longest that counts; a longer one is a mistake of the server's, or for another day.
  package static let longest = Duration.seconds(24 * 3600)

  /// How long to wait from `now`; nil if there is no such header or it cannot be read.
  ///
  /// A date in the past is no wait.
  package static func duration(_ header: String?, now: Date) -> Duration? {
    guard let text = header?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(Int(text).map(Duration.seconds) ?? longest, longest)
    }
    return date(text).map { min(.seconds(max(0, $0.timeIntervalSince(now).rounded(.up))), longest) }
  }

  /// Reads an IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT`, and ignores the day's name.
  private static func date(_ text: String) -> Date? {
    let parts = text.split(whereSeparator: { " ,:".contains($0) })
    guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let numbers = [1, 3, 4, 5, 6].compactMap { Int(parts[$0]) }
    guard numbers.count == 5 else { return nil }
    var components = DateComponents()
    (components.day, components.month, components.year) = (numbers[0], month + 1, numbers[1])
    (components.hour, components.minute, components.second) = (numbers[2], numbers[3], numbers[4])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.date(from: components)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

/// Waits for a time, and ends the wait early if the run is to end.
package protocol Pause: Sendable {
  /// Waits between two attempts.
  ///
  /// Returns true when the time has passed, and false at once if the run is to end.
  func wait(_ duration: Duration) async -> Bool

  /// Waits in the same way, for a caller that watches for the run's end while other work goes on.
  ///
  /// Such a wait does not count as a pause of the run.
  func watch(atMost duration: Duration) async -> Bool
}

extension Pause {
  package func watch(atMost duration: Duration) async -> Bool { await wait(duration) }
}
