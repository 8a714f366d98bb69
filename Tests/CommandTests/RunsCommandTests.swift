import Foundation
import Ledger
import LedgerSQLite
import TestSupport
import Testing

/// `runs list` and `runs show`.
struct RunsCommandTests {
  private let folder: TemporaryDirectory
  private var ledger: String { folder.file("ledger.sqlite") }

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func runs(_ arguments: String...) async throws -> CommandRun {
    try await CommandRun.of(
      "qubitro-host", ["runs"] + arguments + ["--ledger", ledger], in: folder)
  }

  @Test func `a missing ledger has no runs, and none that can be shown`() async throws {
    let list = try await runs("list")
    #expect((list.exitStatus, list.output) == (0, ""))
    #expect(list.error.contains("there is no ledger yet"))
    #expect(try await runs("show", "abc").exitStatus == 66)
  }

  @Test func `the history is told the latest first, as far as it is asked for`() async throws {
    let store = try SQLiteLedger(path: ledger)
    for number in 1...3 {
      var run = RunRecord(
        id: RunID("run-\(number)"), script: "a\u{7}.lua", scriptDigest: "abc",
        arguments: ["site": "fra"])
      try await store.start(run)
      guard number < 3 else { continue }
      run.counts = ["unchanged": 2, "created": number]
      run.exitStatus = 0
      try await store.update(run)
    }
    try await store.close()
    let lines = try await runs("list").output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0].hasPrefix("RUN    COMMAND  STARTED"))
    #expect(
      lines[1].hasPrefix("run-3  run      20")
        && lines[1].hasSuffix("  -         -     -                       a\\x07.lua"),
      "\(lines[1])")
    #expect(lines[3].hasSuffix("  0     created 1, unchanged 2  a\\x07.lua"), "\(lines[3])")
    let limited = try await runs("list", "--limit", "2", "--since", "1h")
    #expect(limited.output.split(separator: "\n").count == 3)
    #expect(
      limited.error.hasSuffix("qubitro-host runs list --ledger \(ledger) --since 1h --limit 20\n"),
      "\(limited.error)")
    #expect(try await runs("list", "--since", "2999-01-01").output == "")
    let json = try await runs("list", "--json").output.split(separator: "\n")
    #expect(
      json.count == 3
        && json[1].contains(#""exit_status":0,"counts":{"created":2,"unchanged":2}}"#), "\(json)")
  }

  @Test
  func `a run is shown with what it took, and with the first hundred devices that it changed`()
    async throws
  {
    try await Fleet.fill(ledger, count: 150)
    let shown = try await runs("show", "fleet-run")
    #expect(
      shown.output.hasPrefix(
        "run          fleet-run\ncommand      run\nscript       fleet.lua\nstarted      20"),
      "\(shown.output)"
    )
    #expect(shown.output.contains("\nended        not yet, or without saying so\n"))
    #expect(shown.output.split(separator: "\n").filter { $0.contains(" fleet ") }.count == 100)
    #expect(
      shown.error.hasSuffix(
        "qubitro-host devices list --ledger \(ledger) --run fleet-run --after 100\n"),
      "\(shown.error)")
    let json = try await runs("show", "fleet-run", "--json").output.split(separator: "\n")
    #expect(
      json.count == 101 && json[0].contains(#""arguments":{},"module_digests":{}}"#), "\(json[0])")
    let missing = try await runs("show", "fleet-rum")
    #expect((missing.exitStatus, missing.error.contains("did you mean 'fleet-run'?")) == (66, true))
  }
}
