import Foundation
import Ledger
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport
import Testing

/// `ledger verify` and `ledger backup`, and what a restored backup comes to.
struct LedgerCommandTests {
  private let folder: TemporaryDirectory
  private var ledger: String { folder.file("ledger.sqlite") }

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(
      """
      for n = 1, tonumber(args.count) do
        qubitro.create_device { name = 'd' .. n, source = 'mqtt' }
      end
      """, to: "some.lua")
  }

  private func command(_ arguments: [String], _ simulator: RunningSimulator? = nil) async throws
    -> CommandRun
  {
    var environment = ["QUBITRO_LEDGER": ledger, "QUBITRO_API_KEY_FILE": folder.file("key")]
    environment["QUBITRO_PROJECT_ID"] = RunningSimulator.project
    environment["QUBITRO_BASE_URL"] = simulator?.baseURL
    return try await CommandRun.of("qubitro-host", arguments, environment: environment, in: folder)
  }

  private func run(_ count: Int, _ simulator: RunningSimulator) async throws -> CommandRun {
    try await command(["run", "some.lua", "count=\(count)", "--settle-after", "1ms"], simulator)
  }

  @Test func `a sound ledger says nothing, and a missing one is not there`() async throws {
    #expect(try await command(["ledger", "verify"]).exitStatus == 66)
    #expect(try await command(["ledger", "backup", folder.file("copy")]).exitStatus == 66)
    try await Fleet.fill(ledger, count: 1000)
    let verified = try await command(["ledger", "verify"])
    #expect((verified.exitStatus, verified.output, verified.error) == (0, "", ""))
    let json = try await command(["ledger", "verify", "--json"])
    let found = #""devices":1000,"sending":0,"violations":0,"exit_status":0"#
    #expect(json.output == #"{"type":"summary","schema":1,\#(found)}"# + "\n")
  }

  @Test func `what is wrong is named with its row, and a damaged file is damaged`() async throws {
    try await Fleet.fill(ledger, count: 30)
    try Fleet.spoil(ledger, "UPDATE device SET state = 'unknown' WHERE id = 7")
    try Fleet.spoil(ledger, "UPDATE device SET device_id = 'id-8' WHERE id = 9")
    let wrong = try await command(["ledger", "verify"])
    #expect(wrong.exitStatus == 74)
    #expect(
      wrong.output == """
        device id-8 of project fleet belongs to more than one row: 8, 9
        row 7 ('d7' in project fleet): it is unknown, and the last entry of its log says created
        row 9 ('d9' in project fleet): its answer holds no token for device id-8

        """)
    var bytes = try Data(contentsOf: URL(filePath: ledger))
    bytes.replaceSubrange(4096..<8192, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: URL(filePath: ledger))
    #expect(try await command(["ledger", "verify"]).exitStatus == 74)
    #expect(try await command(["ledger", "backup", folder.file("copy")]).exitStatus == 74)
    #expect(!FileManager.default.fileExists(atPath: folder.file("copy")))
  }

  @Test
  func `a backup that is taken while a run goes on is whole, private and never over another file`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      #expect(try await run(3, simulator).exitStatus == 0)
      await simulator.world.inject([.holdAfterCreate])
      let running = try CommandRun.start(
        "qubitro-host", ["run", "some.lua", "count=4"],
        environment: [
          "QUBITRO_LEDGER": ledger, "QUBITRO_API_KEY_FILE": folder.file("key"),
          "QUBITRO_BASE_URL": simulator.baseURL,
          "QUBITRO_PROJECT_ID": RunningSimulator.project,
        ], in: folder)
      try await simulator.hasHeld()
      let copy = folder.file("copy.sqlite")
      let backup = try await command(["ledger", "backup", copy])
      #expect((backup.exitStatus, backup.output, backup.error) == (0, "", ""))
      #expect(try folder.permissions(of: "copy.sqlite") == 0o600)
      #expect(try await command(["ledger", "backup", copy]).exitStatus == 64)
      let json = try await command(["ledger", "verify", "--json", "--ledger", copy])
      #expect(
        json.output.contains(#""devices":4,"sending":1,"violations":0,"exit_status":0"#),
        "\(json.output)\(json.error)")
      await simulator.world.release()
      #expect(try await running.end().exitStatus == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.contains(".part") }, "\(names)")
    }
  }

  @Test(arguments: ["cp", "mv"]) func `a restored backup makes nothing twice`(how: String)
    async throws
  {
    try await RunningSimulator.run { simulator in
      #expect(try await run(2, simulator).exitStatus == 0)
      let copy = folder.file("copy.sqlite")
      #expect(try await command(["ledger", "backup", copy]).exitStatus == 0)
      #expect(try await run(5, simulator).exitStatus == 0)
      let restore = try await CommandRun.of("/bin/\(how)", [copy, ledger], in: folder)
      #expect(restore.exitStatus == 0)
      let again = try await run(5, simulator)
      #expect(
        again.exitStatus == 3 && again.error.contains("unchanged 2, exists 3"), "\(again.error)")
      #expect(await simulator.world.createRequests == 5)
      #expect(await simulator.world.devices.map(\.name).sorted() == ["d1", "d2", "d3", "d4", "d5"])
      #expect(try await command(["ledger", "verify"]).exitStatus == 0)
    }
  }
}
