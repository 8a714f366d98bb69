import Effects
import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `runs show`: all that the history has of one run, and the devices that it changed.
package struct RunsShow: Sendable {
  /// How many devices are shown.
  private static let deviceLimit = 100
  /// How many runs are compared with a mistyped name.
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

  /// Prints the run and the devices that it changed.
  ///
  /// Throws if the history has no run of that name (66).
  package func execute() async throws(HostError) -> ExitStatus {
    let reader = try LedgerReader(ledger.path)
    let store = try reader.required()
    guard
      let run = try await LedgerReader.asking({ () throws(LedgerError) in
        try await store.run(RunID(id))
      })
    else {
      throw try await missing(store, reader.path)
    }
    console.writeOutput(isJSON ? json(run) : text(run))
    var query = DeviceQuery()
    query.changedBy = run.id
    var pages = DevicePages(isJSON: isJSON)
    let last = try await reader.pages(query, limit: Self.deviceLimit) { page in
      console.writeOutput(pages.text(of: page))
      return console.hasReader
    }
    if let last { reportMore(after: last) }
    return .converged
  }

  private func reportMore(after number: Int64) {
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
      ("started", run.startedAt.map(Wording.time)),
      ("ended", run.endedAt.map(Wording.time) ?? "not yet, or without saying so"),
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
    return Wording.fields(fields + arguments + script + modules, width: 13)
  }

  private func json(_ run: RunRecord) -> String {
    var line = RunLine.json(run)
    line.add("arguments", .map(run.arguments))
    line.add("script_digest", run.scriptDigest.isEmpty ? nil : run.scriptDigest)
    line.add("module_digests", .map(run.moduleDigests))
    return line.line
  }

  private func missing(
    _ store: any LedgerStore, _ path: String
  ) async throws(HostError) -> HostError {
    let runs = try await LedgerReader.asking { () throws(LedgerError) in
      try await store.runs(last: Self.recentRuns)
    }
    let hint = Wording.hint(for: id, among: runs.map(\.id.description))
    return HostError(
      .noInput,
      "the ledger \(TerminalSafe.line(path)) has no run '\(TerminalSafe.line(id))'\(hint)")
  }
}

extension Value {
  /// A map of texts.
  fileprivate static func map(_ fields: [String: String]) -> Value {
    .map(
      Dictionary(uniqueKeysWithValues: fields.map { (ByteString($0.key), Value.text($0.value)) }))
  }
}
