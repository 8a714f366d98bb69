import Ledger
import QubitroClient
import Terminal

/// What an export is written as.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// RFC 4180, with a line of titles.
  case csv
  /// One array.
  case json
  /// One object a line.
  case ndjson

  private static let titles = [
    "number", "key", "name", "project", "base_url", "status", "id", "reason", "run", "sent_at", "changed_at",
  ]

  /// What comes before the first row.
  func opening(withCredentials: Bool) -> String {
    switch self {
    case .csv: CSVLine.text(Self.titles + (withCredentials ? ["device_id", "device_token"] : []))
    case .json: "["
    case .ndjson: ""
    }
  }

  /// One row, with what parts it from the row before.
  func text(of row: DeviceRecord, isFirst: Bool, withCredentials: Bool) -> String {
    switch self {
    case .csv: CSVLine.text(Self.fields(row) + (withCredentials ? Self.credentials(row) : []))
    case .json: (isFirst ? "\n" : ",\n") + DeviceLine.summary(row, withCredentials: withCredentials).line.dropLast()
    case .ndjson: DeviceLine.summary(row, withCredentials: withCredentials).line
    }
  }

  /// What comes after the last row.
  func closing(isEmpty: Bool) -> String {
    self == .json ? (isEmpty ? "]\n" : "\n]\n") : ""
  }

  private static func fields(_ row: DeviceRecord) -> [String] {
    [
      "\(row.number)", CSVLine.disarmed(row.key.key), CSVLine.disarmed(row.name), CSVLine.disarmed(row.key.scope.project),
      row.key.scope.baseURL, row.state.rawValue, CSVLine.disarmed(row.deviceID ?? ""), CSVLine.disarmed(row.reason ?? ""),
      row.run.description, RFC3339.text(row.sentAt), RFC3339.text(row.changedAt),
    ]
  }

  /// Never disarmed: a token with a mark in front is no token.
  private static func credentials(_ row: DeviceRecord) -> [String] {
    let credentials = row.credentials
    return [credentials?.deviceID ?? "", credentials?.token ?? ""]
  }
}
