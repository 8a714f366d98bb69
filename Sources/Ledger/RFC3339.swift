package import Foundation

/// The ledger's form of a time: UTC with milliseconds (RFC 3339), so that times sort as texts.
///
/// Every change of a row writes a time. Foundation's formatter would take longer than SQLite does,
/// so the text is made from numbers here.
package enum RFC3339 {
  /// The milliseconds of a day.
  private static let day = 86_400_000

  /// The time as text, cut to milliseconds.
  package static func text(_ date: Date) -> String {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down))
    let days = (milliseconds >= 0 ? milliseconds : milliseconds - day + 1) / day
    let time = milliseconds - days * day
    let (year, month, dayOfMonth) = civil(days)
    return digits(year, 4) + "-" + digits(month, 2) + "-" + digits(dayOfMonth, 2) + "T"
      + digits(time / 3_600_000, 2) + ":"
      + digits(time / 60_000 % 60, 2) + ":" + digits(time / 1000 % 60, 2) + "."
      + digits(time % 1000, 3) + "Z"
  }

  /// The time of a text that `text` made; nil for any other form.
  package static func date(_ text: String) -> Date? {
    date(text.utf8.span)
  }

  /// The time of the bytes of such a text.
  package static func date(_ bytes: Span<UInt8>) -> Date? {
    guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[23] == UInt8(ascii: "Z"),
      let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
      let dayOfMonth = number(bytes, 8..<10),
      let hour = number(bytes, 11..<13), let minute = number(bytes, 14..<16),
      let second = number(bytes, 17..<19),
      let fraction = number(bytes, 20..<23), (1...12).contains(month)
    else { return nil }
    let time = (hour * 60 + minute) * 60 + second
    let milliseconds = days(year, month, dayOfMonth) * day + time * 1000 + fraction
    return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  private static func number(_ bytes: Span<UInt8>, _ digits: Range<Int>) -> Int? {
    var number = 0
    for index in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
      number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
    }
    return number
  }

  /// The number of days from 1970-01-01 to a date; the inverse of `civil`.
  private static func days(_ year: Int, _ month: Int, _ dayOfMonth: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day counted from 1970-01-01, in the Gregorian calendar.
  ///
  /// Years are counted from 1 March of the year 0, so that a leap day is the last day of its year,
  /// in eras of 400 years.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return text.utf8.count < width
      ? String(repeating: "0", count: width - text.utf8.count) + text : text
  }
}
