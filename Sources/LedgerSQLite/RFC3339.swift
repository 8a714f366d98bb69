import Foundation

/// Times as the ledger writes them: UTC with milliseconds (RFC 3339), so that they sort as text.
enum RFC3339 {
  static func text(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  static func date(_ text: String) -> Date? {
    try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
