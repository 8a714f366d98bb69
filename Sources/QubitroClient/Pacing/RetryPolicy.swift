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

/// The `Retry-After` header (RFC 9110, section 10.2.3): seconds, or a date.
package enum RetryAfter {
  /// Longer is a mistake of the server's, or another day's work.
  package static let longest = Duration.seconds(24 * 3600)

  /// How long to wait from `now`; nil where there is no such header or it cannot be read.
  ///
  /// A date in the past is no wait.
  package static func duration(_ header: String?, now: Date) -> Duration? {
    guard let text = header?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(Int(text).map(Duration.seconds) ?? longest, longest)
    }
    return date(text).map { min(.seconds(max(0, $0.timeIntervalSince(now).rounded(.up))), longest) }
  }

  /// An IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT`, in which the day's name is not looked at.
  private static func date(_ text: String) -> Date? {
    let parts = text.split(whereSeparator: { " ,:".contains($0) })
    guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])) else { return nil }
    let numbers = [1, 3, 4, 5, 6].compactMap { Int(parts[$0]) }
    guard numbers.count == 5 else { return nil }
    var components = DateComponents()
    (components.day, components.month, components.year) = (numbers[0], month + 1, numbers[1])
    (components.hour, components.minute, components.second) = (numbers[2], numbers[3], numbers[4])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.date(from: components)
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

/// Waits between two attempts.
package protocol Pause: Sendable {
  /// Returns true when the time has passed, and false at once when no further attempt should be made.
  func wait(_ duration: Duration) async -> Bool

  /// The same for who only watches for the end while something else goes on.
  func watch(atMost duration: Duration) async -> Bool
}

extension Pause {
  package func watch(atMost duration: Duration) async -> Bool { await wait(duration) }
}
