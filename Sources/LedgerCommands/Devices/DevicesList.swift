import Foundation
import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `devices list`: the rows that fit, a line each.
package struct DevicesList: Sendable {
  /// How many a person is shown unless more are asked for.
  private static let limit = 1000

  private let filter: DeviceFilter
  private let ledger: LedgerLocation
  private let isJSON: Bool
  private let console: any Console

  package init(
    _ filter: DeviceFilter, ledger: LedgerLocation, isJSON: Bool, console: any Console
  ) {
    self.filter = filter
    self.ledger = ledger
    self.isJSON = isJSON
    self.console = console
  }

  /// Tells the rows; nothing that fits is no failure.
  package func execute() async throws(HostError) -> ExitStatus {
    let query = try filter.query(now: .now)
    let reading = try LedgerReader(ledger.path)
    var table = TextTable(DeviceTable.titles)
    var isEmpty = true
    let next = try await reading.pages(query, limit: filter.limit ?? (isJSON ? nil : Self.limit)) {
      page in
      isEmpty = false
      console.writeOutput(
        isJSON
          ? page.map { DeviceLine.summary($0).line }.joined()
          : table.text(of: page.map(DeviceTable.cells)))
      return console.hasReader
    }
    if isEmpty { tellNothing(reading) }
    if let next, !isJSON { tellMore(after: next) }
    return .converged
  }

  private func tellNothing(_ reading: LedgerReader) {
    let why = reading.store == nil ? "there is no ledger yet" : "no device fits"
    console.writeError("qubitro-host: \(why) (ledger \(TerminalSafe.line(reading.path)))\n")
  }

  private func tellMore(after number: Int64) {
    var command = NextCommand("devices list")
    command.add("--ledger", ledger.path)
    console.writeError(
      "qubitro-host: there are more; go on with: \(filter.next(command, after: number))\n")
  }
}
