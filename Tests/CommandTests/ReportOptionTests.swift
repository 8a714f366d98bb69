import Foundation
import Simulator
import TestSupport
import Testing

/// What cron mails, by `--report` and by what came of the run.
struct ReportOptionTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(
      "for n = 1, 3 do qubitro.create_device { name = 'd' .. n, source = 'mqtt' } end",
      to: "three.lua")
    try folder.write("qubitro.create_device { name = 'bad', source = 'x' }", to: "bad.lua")
  }

  private func run(_ simulator: RunningSimulator, _ arguments: String...) async throws -> CommandRun
  {
    let environment = [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": "key",
      "QUBITRO_LEDGER": "ledger.sqlite",
    ]
    return try await CommandRun.of(
      "qubitro-host", ["run"] + arguments, environment: environment, in: folder)
  }

  @Test func `change tells in one line what was made, always also that nothing was`() async throws {
    try await RunningSimulator.run { simulator in
      let made = try await run(simulator, "three.lua", "--report", "change")
      let start = "qubitro-host: run of three.lua: "
      let line = /created 3 in [0-9.]+ m?s; ledger \S+\/ledger\.sqlite, run [0-9a-f]{12}\n/
      #expect(made.error.hasPrefix(start), "\(made.error)")
      #expect(made.error.dropFirst(start.count).wholeMatch(of: line) != nil, "\(made.error)")
      #expect(try await run(simulator, "three.lua", "--report", "change").error == "")
      #expect(try await run(simulator, "three.lua", "--report", "failure").error == "")
      let idle = try await run(simulator, "three.lua", "--report", "always")
      let other = /unchanged 3 in [0-9.]+ m?s; ledger \S+\/ledger\.sqlite, run [0-9a-f]{12}\n/
      #expect(idle.error.hasPrefix(start), "\(idle.error)")
      #expect(idle.error.dropFirst(start.count).wholeMatch(of: other) != nil, "\(idle.error)")
      #expect(try await run(simulator, "three.lua", "--report", "always", "-q").error == "")
    }
  }

  @Test func `a run that is skipped is told with always alone, in one line that names the holder`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let environment = [
        "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      ]
      let running = try CommandRun.start(
        "qubitro-host", ["run", "three.lua", "--api-key-file", "key", "--ledger", "ledger.sqlite"],
        environment: environment,
        in: folder)
      try await simulator.hasHeld()
      #expect(try await run(simulator, "three.lua", "--report", "change").error == "")
      let skipped = try await run(simulator, "three.lua", "--report", "always")
      #expect(skipped.exitStatus == 0)
      #expect(
        skipped.error.hasPrefix(
          "qubitro-host: run of three.lua: skipped, another run holds the ledger (process "))
      #expect(skipped.error.split(separator: "\n").count == 1)
      await simulator.world.release()
      #expect(try await running.end().exitStatus == 0)
    }
  }

  @Test(arguments: ["failure", "change", "always"])
  func `a failure is the same whole story with each of them, and with -q`(occasion: String)
    async throws
  {
    try await RunningSimulator.run { simulator in
      for quiet in [[], ["-q"]] {
        let environment = [
          "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
          "QUBITRO_API_KEY_FILE": "key",
          "QUBITRO_LEDGER": "ledger.sqlite",
        ]
        let failed = try await CommandRun.of(
          "qubitro-host", ["run", "bad.lua", "--report", occasion] + quiet,
          environment: environment, in: folder)
        let lines = failed.error.split(separator: "\n").map(String.init)
        #expect(lines.count == 6, "\(failed.error)")
        #expect(lines.first == "qubitro-host: run of bad.lua: rejected 1")
        #expect(lines.filter { $0.contains("'bad'") }.count == 1)
        #expect(
          lines[3]
            == "safe to run again: yes, what was made is in the ledger, and is not made twice")
        let plan =
          "qubitro-host plan bad.lua --ledger \(folder.file("ledger.sqlite")) "
          + "--project project-1 --base-url \(simulator.baseURL)"
        #expect(lines[4] == "next: correct the rows, and see what would be made: \(plan)")
      }
    }
  }

  @Test func `--trace tells every request as it comes, without a body`() async throws {
    try await RunningSimulator.run { simulator in
      let traced = try await run(simulator, "three.lua", "--trace")
      #expect(traced.error.contains(" lock taken"))
      #expect(
        traced.error.matches(of: /request POST \S+\/devices: HTTP 201, [0-9.]+ m?s\n/).count == 3,
        "\(traced.error)")
      #expect(!traced.error.contains("device_token"))
    }
  }

  @Test func `what went before a failure is told with it, off a terminal too`() async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.error504BeforeCreate])
      let failed = try await run(simulator, "three.lua", "--settle-after", "1ms")
      #expect(failed.exitStatus == 75)
      #expect(failed.error.contains("before that:\n"))
      #expect(
        failed.error.contains(
          " request POST \(simulator.baseURL)/v2/projects/project-1/devices: HTTP 504, "))
      #expect(
        failed.error.contains(
          " settling project project-1: the list shows our devices, all that are known: 1 put off"),
        "\(failed.error)")
      #expect(!failed.error.contains(RunningSimulator.key))
    }
  }
}
