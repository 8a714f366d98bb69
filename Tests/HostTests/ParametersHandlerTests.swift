import Foundation
import Host
import Ledger
import LedgerSQLite
import Reporting
import Settings
import Terminal
import TestSupport
import Testing

/// The record of a run's arguments, its script and its modules.
struct ParametersHandlerTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
  }

  private func run(_ text: String, _ arguments: String...) async throws -> (
    status: ExitStatus, ledger: String
  ) {
    var settings = GivenSettings(
      mode: .run, script: try folder.write(text, to: "s.lua"), arguments: arguments)
    settings[.project] = "p"
    settings[.apiKeyFile] = folder.file("key")
    settings[.ledger] = folder.file("ledger.sqlite")
    let runResult = try await Run(
      Configuration(settings, environment: [:]), console: CapturedConsole()
    ).execute()
    return (runResult.exitStatus, settings[.ledger] ?? "")
  }

  private func history() async throws -> [String] {
    let ledger = try #require(try SQLiteLedger(reading: folder.file("ledger.sqlite")))
    return try await ledger.runs(last: 10).map { run in
      let pairs = [run.arguments, run.moduleDigests.mapValues { String($0.prefix(8)) }].map {
        pairs in
        pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      }
      return "\(pairs[0]) | \(pairs[1]) | \(run.scriptDigest.count) | \(run.exitStatus ?? -1)"
    }
  }

  @Test func `the record holds the arguments, secret ones masked, and what was read`() async throws
  {
    try folder.write("return 1", to: "lib/m.lua")
    let text = """
      require 'm'
      params { site = { type = 'string' }, token = { type = 'string', secret = true } }
      """
    #expect(try await run(text, "site=fra", "token=abcdefgh").status == .converged)
    #expect(try await history() == ["site=fra token=[masked] | m=486d9aff | 64 | 0"])
  }

  @Test func `a secret is masked also inside other arguments, and if params came too late`()
    async throws
  {
    let params = "params { token = { type = 'string', secret = true }, url = { type = 'string' } }"
    #expect(
      try await run(params, "token=sup3rsecret", "url=https://u:sup3rsecret@x").status == .converged
    )
    #expect(
      try await run("host.log.info('early') \(params)", "token=sup3rsecret").status == .failed)
    #expect(
      try await history() == [
        "token=[masked] |  | 64 | 1", "token=[masked] url=https://u:[masked]@x |  | 64 | 0",
      ])
  }

  @Test func `without params the arguments are recorded at the end, as they are`() async throws {
    #expect(try await run("host.log.info('x') error('y')", "site=fra").status == .failed)
    #expect(try await history() == ["site=fra |  | 64 | 1"])
  }

  @Test func `no argument is recorded if a script fails before it could declare its secrets`()
    async throws
  {
    #expect(
      try await run(
        "require 'missing' params { token = { type = 'string', secret = true } }", "token=t"
      ).status == .failed)
    #expect(try await history() == ["token=[masked] |  | 64 | 1"])
  }

  @Test
  func `arguments that the script does not take end the run with 64, before anything is sent`()
    async throws
  {
    let text =
      "params { site = { type = 'string' } } qubitro.create_device { name = 'd', source = 'mqtt' }"
    #expect(try await run(text, "sit=fra").status == .usage)
    #expect(try await history() == ["sit=fra |  | 64 | 64"])
  }
}
