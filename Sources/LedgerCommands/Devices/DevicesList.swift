import Foundation
import LedgerAccess
package import Settings
package import Terminal

/// `devices list`: a line for each row that fits.
package struct DevicesList: Sendable {
  /// How many rows a person is shown, unless `--limit` asks for more or fewer.
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

  /// Prints the rows; it is no failure if none fits.
  package func execute() async throws(HostError) -> ExitStatus {
    let query = try filter.query(now: .now)
    let reader = try LedgerReader(ledger.path)
    var pages = DevicePages(isJSON: isJSON)
    var isEmpty = true
    let last = try await reader.pages(query, limit: filter.limit ?? (isJSON ? nil : Self.limit)) {
      page in
      isEmpty = false
      console.writeOutput(pages.text(of: page))
      return console.hasReader
    }
    if isEmpty { console.writeError(Wording.emptyList(of: reader, "no device fits")) }
    if let last, !isJSON { reportMore(after: last) }
    return .converged
  }

  private func reportMore(after number: Int64) {
    var command = NextCommand("devices list")
    command.add("--ledger", ledger.path)
    console.writeError(
      "qubitro-host: there are more; go on with: \(filter.next(command, after: number))\n")
  }
}
