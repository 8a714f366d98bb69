package import Foundation
package import Terminal

/// Reads durations and sizes as people write them in settings.
enum UnitParsing {
  private static let durations: [(unit: String, length: Duration)] = [
    ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
    ("d", .seconds(86400)),
  ]
  private static let sizes: [(unit: String, bytes: Int)] = [
    ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30),
  ]

  /// Reads `300ms`, `10s`, `15m`, `1h` or `2d`: more than nothing, and at most a year.
  static func duration(_ text: String, for option: String) throws(HostError) -> Duration {
    for (unit, length) in durations where text.hasSuffix(unit) {
      guard let count = Int(text.dropLast(unit.count)), count > 0, count <= 366 * 86_400_000 else {
        continue
      }
      let duration = length * count
      if duration <= .seconds(366 * 86400) { return duration }
    }
    throw HostError(.usage, "\(option) '\(text)' is no duration; write it as 300ms, 10s, 15m or 1h")
  }

  /// Reads `64K`, `64M` or `1G` as bytes; the units are powers of 1024.
  static func size(_ text: String, for option: String, atLeast least: Int) throws(HostError)
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

/// Reads a time in the past as people write it on a command line.
package enum TimeArgument {
  /// Reads `2h` (that long ago), `2026-11-25T10:00:00Z`, or `2026-11-25` (its beginning in UTC).
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
      "\(option) '\(TerminalSafe.line(text))' is no time; "
        + "write it as 2h, 2026-11-25T10:00:00Z or 2026-11-25")
  }
}
