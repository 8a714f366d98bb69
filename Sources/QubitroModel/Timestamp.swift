/// A moment in UTC, in whole seconds, as the API writes it: `2026-01-31T12:00:00Z`.
package struct Timestamp: Hashable, Sendable {
  /// The seconds since 1970-01-01T00:00:00Z.
  package var seconds: Int64

  package init(seconds: Int64) {
    self.seconds = seconds
  }

  /// Reads ISO 8601 in UTC; drops a fraction of a second, and refuses any other zone than `Z`.
  ///
  /// Foundation's parser would also take other zones, an hour of 24, and text after the `Z`.
  package init?(_ text: String) {
    let pattern = /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z/
    guard let match = text.wholeMatch(of: pattern)?.output,
      let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
      let hour = Int64(match.4), let minute = Int64(match.5), let second = Int64(match.6),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// The days since 1970-01-01; counts the years from March, so that the leap day comes last.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
  }
}

extension Timestamp: Comparable {
  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
}

extension Timestamp: CustomStringConvertible {
  package var description: String {
    let day = seconds.quotientFloored(by: 86_400)
    let second = seconds - day * 86_400
    // The first guess is never too late, and at most some years too early.
    var year = 1970 + (day < 0 ? day.quotientFloored(by: 365) : day / 366)
    while Self.days(year + 1, 1, 1) <= day { year += 1 }
    var month: Int64 = 12
    while Self.days(year, month, 1) > day { month -= 1 }
    let date = [
      Self.padded(year, 4), Self.padded(month), Self.padded(day - Self.days(year, month, 1) + 1),
    ]
    let time = [
      Self.padded(second / 3600), Self.padded(second / 60 % 60), Self.padded(second % 60),
    ]
    return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Timestamp: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = Timestamp(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no time of the form 2026-01-31T12:00:00Z")
    }
    self = time
  }

  /// Writes the text that `description` gives.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Int64 {
  fileprivate func quotientFloored(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
