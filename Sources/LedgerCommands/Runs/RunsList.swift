import Foundation
import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `runs list`: the history, the latest first.
package struct RunsList: Sendable {
  /// How many a person is shown unless more are asked for.
  private static let limit = 100
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

  /// Tells the runs; none is no failure.
  package func execute() async throws(HostError) -> ExitStatus {
    if let limit, limit < 1 { throw HostError(.usage, "--limit takes a number from 1 on") }
    let earliest = try since.map { text throws(HostError) in
      try TimeArgument.earliest(text, for: "--since", now: .now)
    }
    let reading = try LedgerReader(ledger.path)
    var table = TextTable(RunLine.titles)
    var count = 0
    var last: RunID?
    let most = limit ?? (isJSON ? .max : Self.limit)
    while let store = reading.store, count < most, console.hasReader {
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
    if count == 0 { tellNothing(reading) }
    if count == most, !isJSON { try await tellMore(reading, behind: last, since: earliest) }
    return .converged
  }

  private func tellNothing(_ reading: LedgerReader) {
    let why = reading.store == nil ? "there is no ledger yet" : "no run fits"
    console.writeError("qubitro-host: \(why) (ledger \(TerminalSafe.line(reading.path)))\n")
  }

  private func tellMore(_ reading: LedgerReader, behind last: RunID?, since earliest: Date?)
    async throws(HostError)
  {
    guard let store = reading.store else { return }
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

/// One run of the history as a line: of a table, and of JSON.
enum RunLine {
  static let titles = ["RUN", "COMMAND", "STARTED", "DURATION", "EXIT", "DEVICES", "SCRIPT"]

  static func cells(_ run: RunRecord) -> [String] {
    [
      TerminalSafe.line(run.id.description), TerminalSafe.line(run.command),
      run.startedAt.map(DeviceTable.time) ?? "-",
      duration(run) ?? "-",
      run.exitStatus.map { "\($0)" } ?? "-", counts(run) ?? "-",
      run.script.isEmpty ? "-" : TerminalSafe.line(run.script),
    ]
  }

  /// `created 2, unchanged 23`; nil where there is nothing to count, or not yet.
  static func counts(_ run: RunRecord) -> String? {
    let parts = run.counts.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map {
      "\($0.key) \($0.value)"
    }
    return parts.isEmpty ? nil : TerminalSafe.line(parts.joined(separator: ", "))
  }

  /// How long it took; nil while it goes on, and where it ended without saying so.
  static func duration(_ run: RunRecord) -> String? {
    seconds(run).map { $0 < 10 ? "\(milliseconds($0)) ms" : DurationText.age($0) }
  }

  static func seconds(_ run: RunRecord) -> TimeInterval? {
    guard let start = run.startedAt, let end = run.endedAt else { return nil }
    return max(0, end.timeIntervalSince(start))
  }

  static func json(_ run: RunRecord) -> JSONLine {
    var line = JSONLine(type: "run")
    line.add("id", run.id.description)
    line.add("command", run.command)
    line.add("script", run.script.isEmpty ? nil : run.script)
    line.add("started_at", run.startedAt.map(RFC3339.text))
    line.add("ended_at", run.endedAt.map(RFC3339.text))
    line.add("duration_ms", seconds(run).map(milliseconds))
    line.add("exit_status", run.exitStatus)
    line.add("counts") { counts in
      for (status, count) in run.counts.sorted(by: { $0.key < $1.key }) {
        counts.add(status, count)
      }
    }
    return line
  }

  private static func milliseconds(_ seconds: TimeInterval) -> Int {
    Int((seconds * 1000).rounded())
  }
}
