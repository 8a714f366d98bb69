import Foundation
import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `runs list`: a line for each run of the history, the latest first.
package struct RunsList: Sendable {
  /// How many runs a person is shown, unless `--limit` asks for more or fewer.
  private static let limit = 100
  /// How many runs are held at a time.
  private static let pageSize = 500

  private let since: String?
  private let limit: Int?
  private let ledger: LedgerLocation
  private let isJSON: Bool
  private let console: any Console

  package init(
    since: String?, limit: Int?, ledger: LedgerLocation, isJSON: Bool, console: any Console
  ) {
    self.since = since
    self.limit = limit
    self.ledger = ledger
    self.isJSON = isJSON
    self.console = console
  }

  /// Prints the runs; it is no failure if none fits.
  package func execute() async throws(HostError) -> ExitStatus {
    if let limit, limit < 1 { throw HostError(.usage, "--limit takes a number from 1 on") }
    let earliest = try since.map { text throws(HostError) in
      try TimeArgument.earliest(text, for: "--since", now: .now)
    }
    let reader = try LedgerReader(ledger.path)
    var table = TextTable(RunLine.titles)
    var count = 0
    var last: RunID?
    let most = limit ?? (isJSON ? .max : Self.limit)
    while let store = reader.store, count < most, console.hasReader {
      let (before, size) = (last, min(most - count, Self.pageSize))
      let page = try await LedgerReader.asking { () throws(LedgerError) in
        try await store.runs(since: earliest, before: before, limit: size)
      }
      guard let end = page.last else { break }
      console.writeOutput(
        isJSON
          ? page.map { RunLine.json($0).line }.joined() : table.text(of: page.map(RunLine.cells)))
      count += page.count
      last = end.id
    }
    if count == 0 { console.writeError(Wording.emptyList(of: reader, "no run fits")) }
    if count == most, !isJSON { try await reportMore(reader, before: last, since: earliest) }
    return .converged
  }

  private func reportMore(
    _ reader: LedgerReader, before last: RunID?, since earliest: Date?
  ) async throws(HostError) {
    guard let store = reader.store else { return }
    let more = try await LedgerReader.asking { () throws(LedgerError) in
      try await store.runs(since: earliest, before: last, limit: 1)
    }
    if more.isEmpty { return }
    var command = NextCommand("runs list")
    command.add("--ledger", ledger.path)
    command.add("--since", since)
    command.add("--limit", "\((limit ?? Self.limit) * 10)")
    console.writeError("qubitro-host: there are earlier ones; see more with: \(command)\n")
  }
}
