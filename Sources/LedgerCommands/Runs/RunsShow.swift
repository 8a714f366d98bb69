import Effects
import Foundation
import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `runs show`: all that the history has of one run, and the devices that it changed.
package struct RunsShow: Sendable {
  /// How many devices are shown.
  private static let deviceLimit = 100

  /// How many runs are looked through for one that may have been meant.
  private static let recentRuns = 1000

  private let id: String
  private let ledger: LedgerLocation
  private let isJSON: Bool
  private let console: any Console

  package init(of id: String, ledger: LedgerLocation, isJSON: Bool, console: any Console) {
    self.id = id
    self.ledger = ledger
    self.isJSON = isJSON
    self.console = console
  }

  /// Tells the run.
  ///
  /// Throws when the history has none of that name (66).
  package func execute() async throws(HostError) -> ExitStatus {
    let reading = try LedgerReader(ledger.path)
    let store = try reading.required()
    guard
      let run = try await LedgerReader.asking({ () throws(LedgerError) in
        try await store.run(RunID(id))
      })
    else {
      throw try await missing(store, reading.path)
    }
    console.writeOutput(isJSON ? json(run) : text(run))
    var query = DeviceQuery()
    query.changedBy = run.id
    var table = TextTable(DeviceTable.titles)
    let next = try await reading.pages(query, limit: Self.deviceLimit) { page in
      console.writeOutput(
        isJSON
          ? page.map { DeviceLine.summary($0).line }.joined()
          : table.text(of: page.map(DeviceTable.cells)))
      return console.hasReader
    }
    if let next { tellMore(after: next) }
    return .converged
  }

  private func tellMore(after number: Int64) {
    var command = NextCommand("devices list")
    command.add("--ledger", ledger.path)
    command.add("--run", id)
    command.add("--after", "\(number)")
    if isJSON { command.add("--json") }
    console.writeError("qubitro-host: it changed more devices; go on with: \(command)\n")
  }

  private func text(_ run: RunRecord) -> String {
    let fields: [(String, String?)] = [
      ("run", run.id.description), ("command", run.command),
      ("script", run.script.isEmpty ? nil : run.script),
      ("started", run.startedAt.map(DeviceTable.time)),
      ("ended", run.endedAt.map(DeviceTable.time) ?? "not yet, or without saying so"),
      ("duration", RunLine.duration(run)),
      ("exit status", run.exitStatus.map { "\($0)" }), ("devices", RunLine.counts(run)),
    ]
    let arguments = run.arguments.sorted { $0.key < $1.key }.map {
      ("argument", $0.key + "=" + $0.value)
    }
    let script: [(String, String?)] = [
      ("SHA-256", run.scriptDigest.isEmpty ? nil : run.scriptDigest)
    ]
    let modules = run.moduleDigests.sorted { $0.key < $1.key }.map {
      ("module", "\($0.value)  \($0.key)")
    }
    return (fields + arguments + script + modules).map { name, text in
      text.map {
        name + String(repeating: " ", count: 13 - name.count) + TerminalSafe.line($0) + "\n"
      } ?? ""
    }.joined()
  }

  private func json(_ run: RunRecord) -> String {
    var line = RunLine.json(run)
    line.add("arguments", .map(run.arguments))
    line.add("script_digest", run.scriptDigest.isEmpty ? nil : run.scriptDigest)
    line.add("module_digests", .map(run.moduleDigests))
    return line.line
  }

  private func missing(_ store: any LedgerStore, _ path: String) async throws(HostError)
    -> HostError
  {
    let runs = try await LedgerReader.asking { () throws(LedgerError) in
      try await store.runs(last: Self.recentRuns)
    }
    let hint =
      Suggestion.nearest(to: id, among: runs.map(\.id.description)).map {
        " (did you mean '\($0)'?)"
      } ?? ""
    return HostError(
      .noInput, "the ledger \(TerminalSafe.line(path)) has no run '\(TerminalSafe.line(id))'\(hint)"
    )
  }
}

extension Value {
  /// A map of texts.
  fileprivate static func map(_ fields: [String: String]) -> Value {
    .map(
      Dictionary(uniqueKeysWithValues: fields.map { (ByteString($0.key), Value.text($0.value)) }))
  }
}
