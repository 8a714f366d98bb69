package import Foundation

/// Writes lengths of time for people, in the unit that matters.
package enum DurationText {
  /// How long ago something was, in whole units and rounded down; `interval` is in seconds.
  package static func age(_ interval: TimeInterval) -> String {
    switch Int(exactly: interval.rounded(.down)) ?? 0 {
    case ..<0: "0 s"
    case let seconds where seconds < 120: "\(seconds) s"
    case let seconds where seconds < 7200: "\(seconds / 60) min"
    case let seconds where seconds < 172_800: "\(seconds / 3600) h"
    case let seconds: "\(seconds / 86_400) d"
    }
  }

  /// How long something took.
  package static func elapsed(_ duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    switch seconds {
    case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
    case ..<60: return "\(tenths(seconds)) s"
    case ..<3600: return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    default: return "\(Int(seconds) / 3600) h \(Int(seconds) / 60 % 60) min"
    }
  }

  /// A number with one digit after the decimal point; from 100 on, a whole number.
  package static func tenths(_ number: Double) -> String {
    if number >= 100 { return "\(Int(number.rounded()))" }
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// The duration in whole milliseconds.
  package static func milliseconds(_ duration: Duration) -> Int {
    Int((duration / .milliseconds(1)).rounded())
  }
}

/// A count with its noun: `1 device`, `3 devices`.
///
/// `plural` is for nouns that take more than an "s", as in `counted(2, "retry", "retries")`.
package func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
}
