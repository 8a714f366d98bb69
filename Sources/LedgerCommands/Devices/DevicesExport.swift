import Foundation
import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `devices export`: the rows that fit for another program, with their tokens where these are asked for.
package struct DevicesExport: Sendable {
  private let filter: DeviceFilter
  private let format: ExportFormat
  private let output: String?
  private let ledger: LedgerLocation
  private let withCredentials: Bool
  private let console: any Console

  /// `output` is a file's path; nil or `-` for standard output.
  package init(
    _ filter: DeviceFilter, format: ExportFormat, output: String?, ledger: LedgerLocation, withCredentials: Bool,
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
    console.writeError("qubitro-host: \(count == 1 ? "1 device" : "\(count) devices") exported to \(TerminalSafe.line(output))\n")
  }
}
