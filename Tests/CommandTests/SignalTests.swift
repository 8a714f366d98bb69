import Foundation
import LedgerSQLite
import Simulator
import TestSupport
import Testing

/// Real signals reach a real process, wherever it is.
struct SignalTests {
  private let world: CommandWorld

  init() throws {
    world = try CommandWorld()
    try world.folder.write("qubitro.create_device { name = 'one', source = 'mqtt' }", to: "one.lua")
  }

  @Test func `an answer is waited for twenty seconds, and the device is found by the next run`()
    async throws
  {
    var settings = WorldSettings()
    settings.shape = .b
    try await RunningSimulator.run(
      World(projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    ) {
      simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try world.start(simulator, "run", "one.lua", "-v")
      try await simulator.hasHeld()
      let start = ContinuousClock.now
      running.signal(SIGTERM)
      let run = try await running.end()
      #expect(ContinuousClock.now - start >= .seconds(19))
      #expect(run.exitStatus == 143)
      #expect(
        run.error.contains(
          "stopping: finishing 1 request, at most 20 s; a second signal ends at once\n"),
        "\(run.error)")
      #expect(run.error.contains("1 request had no answer 20 s after the signal"), "\(run.error)")
      #expect(run.error.contains("unknown 1"), "\(run.error)")
      await simulator.world.release()
      #expect(LedgerCheck.isLockFree(world.ledger))
      #expect(
        try await world.run(simulator, "run", "one.lua", "--settle-after", "1ms").exitStatus == 0)
      #expect(await simulator.world.devices.count == 1)
      #expect(try await world.violations(simulator) == [])
    }
  }

  @Test func `a second signal ends at once, though a request is in flight`() async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try world.start(simulator, "run", "one.lua")
      try await simulator.hasHeld()
      running.signal(SIGTERM)
      try await running.hasNoticed(SIGTERM)
      running.signal(SIGINT)
      let run = try await running.end()
      #expect(run.exitStatus == 130)
      let farewell =
        "qubitro-host: ended at once by a second signal; "
        + "what was in flight is unknown to the next run\n"
      #expect(run.error == farewell)
      await simulator.world.release()
      #expect(
        try await world.run(simulator, "run", "one.lua", "--settle-after", "1ms").exitStatus == 3)
      #expect(await simulator.world.devices.count == 1)
      #expect(try await world.violations(simulator) == [])
    }
  }

  @Test(arguments: ["1", "2"])
  func `a second signal ends at once, though nobody reads what the run writes`(stream: String)
    async throws
  {
    try world.folder.write(
      """
      local n = 0
      local function next_row() n = n + 1 return { name = 'd' .. n, source = 'mqtt' } end
      qubitro.create_devices(next_row, { concurrency = 16 })
      """, to: "endless.lua")
    let full = try FullPipe("full", in: world.folder)
    try await RunningSimulator.run { simulator in
      let running = try world.start(
        simulator, "run", "endless.lua", "-v", "--json", through: "exec \(stream)<>\(full.path);")
      // With standard output full, not even the first line gets out.
      if stream == "2" {
        try await eventually("devices are made") { await simulator.world.devices.count >= 4 }
      }
      try await running.hasLocked(world.ledger)
      running.signal(SIGTERM)
      try await running.hasNoticed(SIGTERM)
      running.signal(SIGINT)
      #expect(try await running.end().exitStatus == 130)
      #expect(try await world.violations(simulator) == [])
    }
  }

  @Test func `a signal ends the pause before the start, and nothing has begun`() async throws {
    try await RunningSimulator.run { simulator in
      let running = try world.start(simulator, "run", "one.lua", "--jitter", "300d", "-v")
      try await running.hasReported()
      #expect(running.error.hasPrefix("beginning in "), "\(running.error)")
      running.signal(SIGTERM)
      #expect(try await running.end().exitStatus == 143)
      #expect(!FileManager.default.fileExists(atPath: world.ledger + ".lock"))
      #expect(await simulator.world.createRequests == 0)
    }
  }

  @Test func `a run off a terminal begins after its own short while, and a plan at once`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      let run = try await world.run(simulator, "run", "one.lua", "--jitter", "300ms")
      #expect((run.exitStatus, run.error) == (0, ""))
      #expect(try await world.run(simulator, "plan", "one.lua", "--jitter", "300d").exitStatus == 0)
    }
  }

  @Test func `a signal ends a reconciliation that waits for its first look`() async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try world.start(simulator, "run", "one.lua")
      try await simulator.hasHeld()
      running.signal(SIGKILL)
      _ = try await running.end()
      await simulator.world.release()
      let settling = try world.start(simulator, "reconcile", "--settle-after", "1h", "-v")
      try await settling.hasLocked(world.ledger)
      settling.signal(SIGINT)
      #expect(try await settling.end().exitStatus == 130)
      #expect(try await world.violations(simulator) == [])
    }
  }
}
