package import Foundation

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
