package import Foundation
package import Terminal

/// Durations and sizes as they are written on a command line.
package enum UnitParsing {
  private static let durations: [(unit: String, length: Duration)] = [
    ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
    ("d", .seconds(86400)),
  ]
  private static let sizes: [(unit: String, bytes: Int)] = [
    ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30),
  ]

  /// `300ms`, `10s`, `15m`, `1h`, `2d`: longer than nothing, and at most a year.
  package static func duration(_ text: String, for option: String) throws(HostError) -> Duration {
    for (unit, length) in durations where text.hasSuffix(unit) {
      guard let count = Int(text.dropLast(unit.count)), count > 0, count <= 366 * 86_400_000 else {
        continue
      }
      let duration = length * count
      if duration <= .seconds(366 * 86400) { return duration }
    }
    throw HostError(.usage, "\(option) '\(text)' is no duration; write it as 300ms, 10s, 15m or 1h")
  }

  /// `64K`, `64M`, `1G`: powers of 1024.
  package static func size(_ text: String, for option: String, atLeast least: Int) throws(HostError)
    -> Int
  {
    for (unit, bytes) in sizes where text.hasSuffix(unit) {
      guard let count = Int(text.dropLast(unit.count)), count >= 0, count <= 1 << 20 else {
        continue
      }
      if count * bytes >= least { return count * bytes }
      throw HostError(.usage, "\(option) '\(text)' is too little; \(least >> 20)M is the least")
    }
    throw HostError(.usage, "\(option) '\(text)' is no size; write it as 512K, 64M or 1G")
  }
}

/// A time in the past as it is written on a command line.
package enum TimeArgument {
  /// `2h` ago, or `2026-11-25T10:00:00Z`, or the beginning (UTC) of `2026-11-25`.
  package static func earliest(_ text: String, for option: String, now: Date) throws(HostError)
    -> Date
  {
    if let duration = try? UnitParsing.duration(text, for: option) {
      return now.addingTimeInterval(
        -Double(duration.components.seconds) - Double(duration.components.attoseconds) / 1e18)
    }
    if let date = try? Date(text, strategy: .iso8601) { return date }
    if let date = try? Date(text, strategy: .iso8601.year().month().day()), text.utf8.count == 10 {
      return date
    }
    throw HostError(
      .usage,
      "\(option) '\(TerminalSafe.line(text))' is no time; write it as 2h, 2026-11-25T10:00:00Z or 2026-11-25"
    )
  }
}
