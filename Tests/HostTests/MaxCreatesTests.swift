import Host
import Settings
import Simulator
import TestSupport
import Testing

struct MaxCreatesTests {
  private static let hundred = """
    local n = 0
    local function next_row()
      n = n + 1
      if n <= 100 then return { name = "d" .. n, source = "mqtt" } end
    end
    qubitro.create_devices(next_row, { concurrency = 64 })
    """

  private func run(
    _ cap: Int?, _ script: String = hundred, on host: ScriptHost, _ simulator: RunningSimulator,
    plan: Bool = false
  ) async throws -> ScriptHost.Result {
    try await host.execute(script, against: simulator) { settings in
      settings[.maxCreates] = cap.map(String.init)
      settings[.concurrency] = "64"
      if plan { (settings.mode, settings.verbosity) = (.plan, .normal) }
    }
  }

  @Test func `with many in flight a run sends as many as the cap, and the next run goes on`()
    async throws
  {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      for round in 1...2 {
        let run = try await run(30, on: host, simulator)
        #expect(run.exitStatus == 1, "\(run.error)")
        #expect(run.error.contains("created 30"), "\(run.error)")
        #expect(
          run.error.contains(
            "stopped: 30 creates were sent, as many as --max-creates allows; "
              + "run again to make the next 30, or raise --max-creates\n"))
        #expect(await simulator.world.createRequests == 30 * round)
      }
      #expect(try await run(40, on: host, simulator).exitStatus == 0)
      #expect(await simulator.world.devices.count == 100)
      // Known devices do not count.
      #expect(try await run(0, on: host, simulator).exitStatus == 0)
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test func `with 0 nothing is made`() async throws {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      let run = try await run(0, on: host, simulator)
      #expect(run.exitStatus == 1)
      #expect(
        run.error.contains(
          "--max-creates is 0, and the script asks for a new device; nothing was made"),
        "\(run.error)")
      #expect(await simulator.world.createRequests == 0)
    }
  }

  @Test func `a create in flight gets the attempts that it needs`() async throws {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      await simulator.world.inject([
        .none, .tooManyRequestsAfterSeconds, .tooManyRequestsAfterSeconds,
      ])
      let run = try await run(8, on: host, simulator)
      #expect(run.exitStatus == 1, "\(run.error)")
      #expect(await simulator.world.devices.count == 8)
      #expect(await simulator.world.createRequests > 8)
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test func `two branches that ask for one key count once`() async throws {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      let script = """
        local branches = {}
        for n = 1, 40 do
          branches[n] = function()
            qubitro.create_device { name = "d" .. n // 2, source = "mqtt" }
          end
        end
        host.parallel(branches)
        """
      let run = try await run(15, script, on: host, simulator)
      #expect(run.exitStatus == 1, "\(run.error)")
      #expect(await simulator.world.createRequests == 15)
      #expect(await simulator.world.devices.count == 15)
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test func `no create waits for its turn once the cap is reached`() async throws {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      let run = try await host.execute(Self.hundred, against: simulator) { settings in
        (settings[.maxCreates], settings[.rate], settings[.concurrency], settings[.maxDuration]) = (
          "2", "0.5", "64", "60s"
        )
      }
      #expect(run.exitStatus == 1, "\(run.error)")
      #expect(await simulator.world.createRequests == 2)
    }
  }

  @Test func `a plan says that a run would stop`() async throws {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      let plan = try await run(30, on: host, simulator, plan: true)
      #expect(plan.exitStatus == 0)
      #expect(
        plan.error.contains("a run stops after 30 of these 100 creates: --max-creates 30"),
        "\(plan.error)")
      #expect(try await !run(100, on: host, simulator, plan: true).error.contains("--max-creates"))
      #expect(await simulator.world.createRequests == 0)
    }
  }
}
