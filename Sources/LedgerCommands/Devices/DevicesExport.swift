import Files
import Foundation
import Ledger
import LedgerAccess
import QubitroClient
package import Settings
package import Terminal

/// `devices export`: the rows that fit, for another program, with their tokens if they are asked
/// for.
package struct DevicesExport: Sendable {
  private let filter: DeviceFilter
  private let format: ExportFormat
  private let output: String?
  private let ledger: LedgerLocation
  private let withCredentials: Bool
  private let console: any Console

  /// `output` is a file's path; nil or `-` stands for standard output.
  package init(
    _ filter: DeviceFilter, format: ExportFormat, output: String?, ledger: LedgerLocation,
    withCredentials: Bool, console: any Console
  ) {
    self.filter = filter
    self.format = format
    self.output = output == "-" ? nil : output
    self.ledger = ledger
    self.withCredentials = withCredentials
    self.console = console
  }

  /// Writes the rows that fit, a page at a time; a file gets its name once it is whole.
  ///
  /// Throws if there is no ledger (66), the file must not be replaced (64), or it cannot be written
  /// (74).
  package func execute() async throws(HostError) -> ExitStatus {
    let query = try filter.query(now: .now)
    let reader = try LedgerReader(ledger.path)
    _ = try reader.required()
    if let output {
      report(try await replace(output, with: query, from: reader), in: output)
    } else {
      _ = try await write(query, from: reader) { text in
        console.writeOutput(text)
        return console.hasReader
      }
    }
    return .converged
  }

  /// Returns how many rows the new file has.
  private func replace(
    _ path: String, with query: DeviceQuery, from reader: LedgerReader
  ) async throws(HostError) -> Int {
    let file = try newFile(for: path, besides: reader.path)
    let count = try await write(query, from: reader) { text throws(HostError) in
      do throws(FileReplacement.Fault) {
        try file.write(text)
      } catch {
        throw HostError(error)
      }
      return true
    }
    do throws(FileReplacement.Fault) {
      try file.takePlace()
    } catch {
      throw HostError(error)
    }
    return count
  }

  /// A new file that replaces none of the ledger's own.
  private func newFile(
    for path: String, besides ledger: String
  ) throws(HostError) -> FileReplacement {
    let ledger = FileReplacement.destination(of: ledger)
    do throws(FileReplacement.Fault) {
      return try FileReplacement(
        of: path, sparing: ["", "-wal", "-shm", ".lock"].map { ledger + $0 })
    } catch {
      throw HostError(error)
    }
  }

  /// Hands on the export until `sink` returns false; returns how many rows it has.
  private func write(
    _ query: DeviceQuery, from reader: LedgerReader, to sink: (String) throws(HostError) -> Bool
  ) async throws(HostError) -> Int {
    var count = 0
    guard try sink(format.opening(withCredentials: withCredentials)) else { return 0 }
    _ = try await reader.pages(query, limit: filter.limit) { page throws(HostError) in
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

  private func report(_ count: Int, in path: String) {
    guard console.isTerminal else { return }
    console.writeError(
      "qubitro-host: \(counted(count, "device")) exported to \(TerminalSafe.line(path))\n")
  }
}

extension HostError {
  /// Why an export does not replace a file.
  fileprivate init(_ fault: FileReplacement.Fault) {
    switch fault {
    case .spared(let path):
      self.init(.usage, "\(TerminalSafe.line(path)) is the ledger's own file; name another one")
    case .notAFile(let path):
      self.init(
        .usage,
        "\(TerminalSafe.line(path)) is no regular file; "
          + "leave the option out to write to standard output")
    case .cannotBeMade(let folder, let reason):
      self.init(.ioError, "no file can be made in \(TerminalSafe.line(folder)) (\(reason))")
    case .cannotBeWritten(let path, let reason):
      self.init(.ioError, "\(TerminalSafe.line(path)) cannot be written (\(reason))")
    }
  }
}

/// The form of an export.
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

  /// The text before the first row.
  func opening(withCredentials: Bool) -> String {
    switch self {
    case .csv: CSVLine.text(Self.titles + (withCredentials ? ["device_id", "device_token"] : []))
    case .json: "["
    case .ndjson: ""
    }
  }

  /// One row, with what separates it from the row before.
  func text(of row: DeviceRecord, isFirst: Bool, withCredentials: Bool) -> String {
    switch self {
    case .csv: CSVLine.text(Self.fields(row) + (withCredentials ? Self.credentials(row) : []))
    case .json:
      (isFirst ? "\n" : ",\n")
        + DeviceLine.summary(row, withCredentials: withCredentials).line.dropLast()
    case .ndjson: DeviceLine.summary(row, withCredentials: withCredentials).line
    }
  }

  /// The text after the last row.
  func closing(isEmpty: Bool) -> String {
    self == .json ? (isEmpty ? "]\n" : "\n]\n") : ""
  }

  private static func fields(_ row: DeviceRecord) -> [String] {
    [
      "\(row.number)", CSVLine.disarmed(row.key.key), CSVLine.disarmed(row.name),
      CSVLine.disarmed(row.key.scope.project), row.key.scope.baseURL, row.state.rawValue,
      CSVLine.disarmed(row.deviceID ?? ""), CSVLine.disarmed(row.reason ?? ""),
      row.run.description, RFC3339.text(row.sentAt), RFC3339.text(row.changedAt),
    ]
  }

  /// These are never disarmed: a token with a mark in front is no token.
  private static func credentials(_ row: DeviceRecord) -> [String] {
    let credentials = row.credentials
    return [credentials?.deviceID ?? "", credentials?.token ?? ""]
  }
}
