import Foundation
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport
import Testing

/// The scripts that come with the program, run as a team would run them.
struct ShippedScriptTests {
  private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts").path

  @Test(arguments: [("warehouse.lua", 25), ("gateways.lua", 8), ("meters.lua", 6)])
  func `a shipped script creates its devices silently, and none twice`(script: String, count: Int)
    async throws
  {
    let folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try await RunningSimulator.run { simulator in
      let arguments = [
        "run", Self.scripts + "/" + script, "--project", RunningSimulator.project, "--base-url",
        simulator.baseURL,
        "--api-key-file", folder.file("key"), "--ledger", folder.file("ledger.sqlite"),
      ]
      for _ in 1...2 {
        let run = try await CommandRun.of("qubitro-host", arguments, in: folder)
        #expect((run.exitStatus, run.output, run.error) == (0, "", ""))
        #expect(await simulator.world.devices.count == count)
      }
      for device in await simulator.world.devices {
        #expect(!device.name.isEmpty && device.name.count <= 100)
        #expect(!device.description.isEmpty && device.description.count <= 500)
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
        #expect(device.tags.count <= 3)
        for tag in device.tags { #expect(!tag.isEmpty && allowed.isSuperset(of: tag), "\(tag)") }
      }
      let ledger = try #require(try SQLiteLedger(reading: folder.file("ledger.sqlite")))
      #expect(try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [])
    }
  }
}
