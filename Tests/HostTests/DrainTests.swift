import Foundation
import Ledger
import LedgerSQLite
import Reporting
import Settings
import Simulator
import Terminal
import TestSupport
import Testing

@testable import Host
@testable import Provisioning

/// A signal comes while requests are in flight that get no answer.
struct DrainTests {
  @Test(arguments: [Shape.a, .b])
  func `after the limit a run ends in order, and the next one finds what it left`(shape: Shape)
    async throws
  {
    let host = try ScriptHost(shape)
    let script = try host.folder.write(
      """
      local n = 0
      local function next_row() n = n + 1 return { name = "d" .. n, source = "mqtt" } end
      qubitro.create_devices(next_row, { concurrency = 3 })
      """, to: "s.lua")
    try await host.run { simulator in
      await simulator.world.inject(Array(repeating: .holdAfterCreate, count: 3))
      var settings = GivenSettings(mode: .run, script: script)
      settings[.project] = RunningSimulator.project
      settings[.baseURL] = simulator.baseURL
      settings[.apiKeyFile] = try host.folder.write(RunningSimulator.key, to: "key")
      settings[.ledger] = host.ledger
      let console = CapturedConsole(isTerminal: true)
      let control = RunControl(drainLimit: .milliseconds(50))
      let run = Run(
        try Configuration(settings, environment: [:]), console: console, control: control)
      async let ended = run.execute()
      try await simulator.hasHeld(3)
      _ = control.request(.terminate)
      let runResult = try await ended
      #expect(runResult.exitStatus == .terminated)
      #expect(runResult.count(.unknown) == 3)
      #expect(
        console.error.contains(
          "stopping: finishing 3 requests, at most 0 s; a second signal ends at once\n"))
      #expect(
        console.error.contains("3 requests had no answer 0 s after the signal"), "\(console.error)")
      await simulator.world.release()
      #expect(try await host.violations(simulator) == [])
      #expect(try await SQLiteLedger(reading: host.ledger)?.devices(in: .unknown).count == 3)
      let next = try await host.execute(
        "for n = 1, 4 do qubitro.create_device { name = 'd' .. n, source = 'mqtt' } end",
        against: simulator)
      // Generation a shows no token again.
      #expect(next.exitStatus == (shape == .a ? 3 : 0), "\(next.error)")
      #expect(await simulator.world.devices.count == 4)
      #expect(try await host.violations(simulator) == [])
    }
  }
}
