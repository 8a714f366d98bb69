import Foundation
import Ledger
import Terminal

/// The columns in which people are shown rows of the ledger.
enum DeviceTable {
  static let titles = ["KEY", "NAME", "STATUS", "ID", "PROJECT", "CHANGED"]

  static func cells(_ row: DeviceRecord) -> [String] {
    [
      TerminalSafe.line(row.key.key), TerminalSafe.line(row.name), row.state.rawValue, row.deviceID.map(TerminalSafe.line) ?? "-",
      TerminalSafe.line(row.key.scope.project), time(row.changedAt),
    ]
  }

  /// To the second, in UTC.
  static func time(_ date: Date) -> String {
    RFC3339.text(date).prefix(19) + "Z"
  }
}
