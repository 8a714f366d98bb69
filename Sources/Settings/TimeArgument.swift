package import Foundation
package import Terminal

/// A time in the past as it is written on a command line.
package enum TimeArgument {
  /// `2h` ago, or `2026-11-25T10:00:00Z`, or the beginning (UTC) of `2026-11-25`.
  package static func earliest(_ text: String, for option: String, now: Date) throws(HostError) -> Date {
    if let duration = try? UnitParsing.duration(text, for: option) {
      return now.addingTimeInterval(-Double(duration.components.seconds) - Double(duration.components.attoseconds) / 1e18)
    }
    if let date = try? Date(text, strategy: .iso8601) { return date }
    if let date = try? Date(text, strategy: .iso8601.year().month().day()), text.utf8.count == 10 { return date }
    throw HostError(
      .usage, "\(option) '\(TerminalSafe.line(text))' is no time; write it as 2h, 2026-11-25T10:00:00Z or 2026-11-25")
  }
}
