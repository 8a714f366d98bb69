import Foundation
import Ledger
import LedgerAccess
import QubitroClient
package import Settings
package import Terminal

/// `devices export`: the rows that fit for another program, with their tokens where these are asked
/// for.
package struct DevicesExport: Sendable {
  private let filter: DeviceFilter
  private let format: ExportFormat
  private let output: String?
  private let ledger: LedgerLocation
  private let withCredentials: Bool
  private let console: any Console

  /// `output` is a file's path; nil or `-` for standard output.
  package init(
    _ filter: DeviceFilter, format: ExportFormat, output: String?, ledger: LedgerLocation,
    withCredentials: Bool,
    console: any Console
  ) {
    self.filter = filter
    self.format = format
    self.output = output == "-" ? nil : output
    self.ledger = ledger
    self.withCredentials = withCredentials
    self.console = console
  }

  /// Writes what fits, a page at a time; a file gets its name once it is whole.
  package func execute() async throws(HostError) -> ExitStatus {
    let query = try filter.query(now: .now)
    let reading = try LedgerReader(ledger.path)
    _ = try reading.required()
    guard let output else {
      _ = try await write(query, from: reading) { text in
        console.writeOutput(text)
        return console.hasReader
      }
      return .converged
    }
    tell(
      try await FileReplacement.write(output, sparing: reading.path) { file throws(HostError) in
        try await write(query, from: reading) { text throws(HostError) in
          try file.write(text)
          return true
        }
      })
    return .converged
  }

  private func write(
    _ query: DeviceQuery, from reading: LedgerReader, to sink: (String) throws(HostError) -> Bool
  ) async throws(HostError) -> Int {
    var count = 0
    guard try sink(format.opening(withCredentials: withCredentials)) else { return 0 }
    _ = try await reading.pages(query, limit: filter.limit) { page throws(HostError) in
      var text = ""
      for row in page {
        text += format.text(of: row, isFirst: count == 0, withCredentials: withCredentials)
        count += 1
      }
      return try sink(text)
    }
    _ = try sink(format.closing(isEmpty: count == 0))
    return count
  }

  private func tell(_ count: Int) {
    guard console.isTerminal, let output else { return }
    console.writeError(
      "qubitro-host: \(count == 1 ? "1 device" : "\(count) devices") exported to \(TerminalSafe.line(output))\n"
    )
  }
}

/// What an export is written as.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// RFC 4180, with a line of titles.
  case csv
  /// One array.
  case json
  /// One object a line.
  case ndjson

  private static let titles = [
    "number", "key", "name", "project", "base_url", "status", "id", "reason", "run", "sent_at",
    "changed_at",
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
    case .json:
      (isFirst ? "\n" : ",\n")
        + DeviceLine.summary(row, withCredentials: withCredentials).line.dropLast()
    case .ndjson: DeviceLine.summary(row, withCredentials: withCredentials).line
    }
  }

  /// What comes after the last row.
  func closing(isEmpty: Bool) -> String {
    self == .json ? (isEmpty ? "]\n" : "\n]\n") : ""
  }

  private static func fields(_ row: DeviceRecord) -> [String] {
    [
      "\(row.number)", CSVLine.disarmed(row.key.key), CSVLine.disarmed(row.name),
      CSVLine.disarmed(row.key.scope.project),
      row.key.scope.baseURL, row.state.rawValue, CSVLine.disarmed(row.deviceID ?? ""),
      CSVLine.disarmed(row.reason ?? ""),
      row.run.description, RFC3339.text(row.sentAt), RFC3339.text(row.changedAt),
    ]
  }

  /// Never disarmed: a token with a mark in front is no token.
  private static func credentials(_ row: DeviceRecord) -> [String] {
    let credentials = row.credentials
    return [credentials?.deviceID ?? "", credentials?.token ?? ""]
  }
}
