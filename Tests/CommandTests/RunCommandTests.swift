import Foundation
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport
import Testing

struct RunCommandTests {
  private let folder: TemporaryDirectory
  private static let three = """
    for n = 1, args.count or 3 do qubitro.create_device { name = "d" .. n, source = "mqtt" } end
    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(Self.three, to: "three.lua")
  }

  private func environment(_ simulator: RunningSimulator) -> [String: String] {
    [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": folder.file("key"),
      "QUBITRO_LEDGER": folder.file("state/ledger.sqlite"),
    ]
  }

  private func run(
    _ simulator: RunningSimulator, _ arguments: String..., through shell: String? = nil
  ) async throws -> CommandRun {
    let settling = arguments[0] == "run" ? ["--settle-after", "1ms"] : []
    return try await CommandRun.of(
      "qubitro-host", arguments + settling, environment: environment(simulator), in: folder,
      through: shell)
  }

  private func violations(_ simulator: RunningSimulator) async throws -> [String] {
    let ledger = try #require(try SQLiteLedger(reading: folder.file("state/ledger.sqlite")))
    return try await Oracle.violations(devices: simulator.world.devices, ledger: ledger)
  }

  @Test func `a run off a terminal is silent, and so is the next one`() async throws {
    try await RunningSimulator.run { simulator in
      for _ in 1...2 {
        let run = try await run(simulator, "run", "three.lua")
        #expect((run.exitStatus, run.output, run.error) == (0, "", ""))
      }
      #expect(await simulator.world.devices.map(\.name) == ["d1", "d2", "d3"])
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `plan and run agree, and --detailed-exitcode tells change from none`() async throws {
    try await RunningSimulator.run { simulator in
      let plan = try await run(simulator, "plan", "three.lua", "--detailed-exitcode")
      #expect(plan.exitStatus == 2)
      let table =
        "ACTION  NAME  NOTE\ncreate  d1\ncreate  d2\ncreate  d3\n"
        + "plan of three.lua: 3 to create; nothing was done; ledger "
      #expect(plan.error.hasPrefix(table), "\(plan.error)")
      #expect(await simulator.world.createRequests == 0)
      let run = try await run(simulator, "run", "three.lua", "--detailed-exitcode", "-v")
      #expect(run.exitStatus == 2)
      #expect(run.error.contains("created 3; ledger \(folder.file("state/ledger.sqlite"))"))
      #expect(
        try await self.run(simulator, "plan", "three.lua", "--detailed-exitcode").exitStatus == 0)
      #expect(
        try await self.run(simulator, "run", "three.lua", "--detailed-exitcode").exitStatus == 0)
    }
  }

  @Test func `JSON lines begin with the run and end with the summary`() async throws {
    try await RunningSimulator.run { simulator in
      let run = try await run(simulator, "run", "three.lua", "count=1", "--json")
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[0].hasPrefix(#"{"type":"run","schema":1,"id":""#))
      let id = try #require(await simulator.world.devices.first?.id)
      let what = #""key":"d1","name":"d1","project":"project-1","status":"created","id":"\#(id)""#
      #expect(lines[1] == #"{"type":"device",\#(what)}"#)
      let counts =
        #""created":1,"adopted":0,"planned":0,"unchanged":0,"exists":0,"rejected":0,"unknown":0,"#
        + #""quarantined":0,"drift":0,"exit_status":0}"#
      #expect(lines[2].hasSuffix(counts))
      // The look at the project, and the create.
      let figures = /\{"type":"summary","duration_ms":\d+,"requests":2,"retries":0,(.*)/
      let rest = try #require(lines[2].wholeMatch(of: figures)?.1, "\(lines[2])")
      let latency = /"refused_for_now":0,"latency_ms":\{"p50":[\d.]+,/
      #expect(rest.prefixMatch(of: latency) != nil, "\(rest)")
    }
  }

  @Test func `SIGTERM and SIGINT let the request in flight be recorded, and start no other`()
    async throws
  {
    for (signal, status) in [(SIGTERM, Int32(143)), (SIGINT, 130), (SIGHUP, 143)] {
      try FileManager.default.removeItem(atPath: folder.file("state"), ifPresent: true)
      try await RunningSimulator.run { simulator in
        await simulator.world.inject([.none, .holdAfterCreate])
        let running = try CommandRun.start(
          "qubitro-host", ["run", "three.lua", "-v"], environment: environment(simulator),
          in: folder)
        try await simulator.hasHeld()
        running.signal(signal)
        try await running.isStopping()
        await simulator.world.release()
        let run = try await running.end()
        #expect(run.exitStatus == status)
        #expect(await simulator.world.createRequests == 2)
        #expect(run.error.contains("created 2"))
        #expect(try await violations(simulator) == [])
        #expect(try await self.run(simulator, "run", "three.lua").exitStatus == 0)
        #expect(await simulator.world.devices.count == 3)
      }
    }
  }

  @Test func `of many requests in flight each is recorded before a signal ends the run`()
    async throws
  {
    try folder.write(
      """
      local n = 0
      local function next_row() n = n + 1 return { name = "d" .. n, source = "mqtt" } end
      qubitro.create_devices(next_row, { concurrency = 4 })
      """, to: "endless.lua")
    try await RunningSimulator.run { simulator in
      await simulator.world.inject(Array(repeating: .holdAfterCreate, count: 4))
      let running = try CommandRun.start(
        "qubitro-host", ["run", "endless.lua", "-v"], environment: environment(simulator),
        in: folder)
      try await simulator.hasHeld(4)
      running.signal(SIGTERM)
      try await running.isStopping()
      await simulator.world.release()
      let run = try await running.end()
      #expect(run.exitStatus == 143)
      #expect(run.error.contains("created 4;") || run.error.contains("created 4\n"))
      #expect(await simulator.world.createRequests == 4)
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `a signal ends a script that only computes`() async throws {
    try folder.write(
      "print('on') host.log.info('computing') while true do pcall(error) end", to: "loop.lua")
    try await RunningSimulator.run { simulator in
      let running = try CommandRun.start(
        "qubitro-host", ["run", "loop.lua", "--max-stretch", "1h"],
        environment: environment(simulator), in: folder)
      try await running.hasPrinted()
      running.signal(SIGINT)
      #expect(try await running.end().exitStatus == 130)
    }
  }

  @Test func `what a killed process had in flight is found by the next run, and never sent again`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try CommandRun.start(
        "qubitro-host", ["run", "three.lua"], environment: environment(simulator), in: folder)
      try await simulator.hasHeld()
      running.signal(SIGKILL)
      #expect(try await running.end().exitStatus == -SIGKILL)
      await simulator.world.release()
      let run = try await run(simulator, "run", "three.lua")
      // This generation shows no token again.
      #expect(run.exitStatus == 3)
      #expect(run.error.contains("created 2, quarantined 1"), "\(run.error)")
      #expect(await simulator.world.createRequests == 3)
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `what a killed run left unknown is told by the next run, whatever its script`()
    async throws
  {
    try folder.write("qubitro.create_device { name = 'other', source = 'mqtt' }", to: "other.lua")
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try CommandRun.start(
        "qubitro-host", ["run", "three.lua"], environment: environment(simulator), in: folder)
      try await simulator.hasHeld()
      running.signal(SIGKILL)
      _ = try await running.end()
      await simulator.world.release()
      let run = try await run(simulator, "run", "other.lua")
      #expect(run.exitStatus == 3)
      #expect(
        run.error.contains("'d1', left by an earlier run: the API shows device "), "\(run.error)")
      #expect(run.error.contains("created 1, quarantined 1"))
      let reconciled = try await self.run(simulator, "reconcile")
      #expect((reconciled.exitStatus, reconciled.error) == (0, ""))
    }
  }

  @Test func `after a run the ledger is one file, and its copy knows every device`() async throws {
    try await RunningSimulator.run { simulator in
      #expect(try await run(simulator, "run", "three.lua").exitStatus == 0)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.file("state")).sorted() == [
          "ledger.sqlite", "ledger.sqlite.lock", "lua-library.json",
        ])
      try FileManager.default.copyItem(
        atPath: folder.file("state/ledger.sqlite"), toPath: folder.file("copy.sqlite"))
      let again = try await run(
        simulator, "run", "three.lua", "--ledger", folder.file("copy.sqlite"), "--detailed-exitcode"
      )
      #expect(again.exitStatus == 0)
      #expect(await simulator.world.devices.count == 3)
    }
  }

  @Test func `a ledger is locked under each of its names, and a second hard link is refused`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try CommandRun.start(
        "qubitro-host", ["run", "three.lua"], environment: environment(simulator), in: folder)
      try await simulator.hasHeld()
      let alias = folder.file("alias.sqlite")
      try FileManager.default.createSymbolicLink(
        atPath: alias, withDestinationPath: folder.file("state/ledger.sqlite"))
      let second = try await run(simulator, "run", "three.lua", "--ledger", alias, "--json")
      #expect(second.exitStatus == 0)
      #expect(
        second.output.contains(#""skipped":true,"holder":"process "#)
          && second.output.hasSuffix(#""exit_status":0}"# + "\n"))
      #expect(second.output.contains("running three.lua"), "\(second.output)")
      await simulator.world.release()
      #expect(try await running.end().exitStatus == 0)
      #expect(try await violations(simulator) == [])
      try FileManager.default.linkItem(
        atPath: folder.file("state/ledger.sqlite"), toPath: folder.file("hard.sqlite"))
      let linked = try await run(
        simulator, "run", "three.lua", "--ledger", folder.file("hard.sqlite"))
      #expect(linked.exitStatus == 74)
      #expect(linked.error.contains("hard link"))
    }
  }

  @Test func `a run that finds the ledger held does nothing and says nothing`() async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let running = try CommandRun.start(
        "qubitro-host", ["run", "three.lua"], environment: environment(simulator), in: folder)
      try await simulator.hasHeld()
      let second = try await run(simulator, "run", "three.lua")
      #expect((second.exitStatus, second.output, second.error) == (0, "", ""))
      await simulator.world.release()
      #expect(try await running.end().exitStatus == 0)
      #expect(await simulator.world.createRequests == 3)
    }
  }

  @Test func `Lua has its own stack, however small the shell's limit is`() async throws {
    try folder.write(
      """
      local function nest(n) if n > 0 then string.gsub("x", "x", function() nest(n - 1) end) end end
      nest(180)
      print("deep enough")
      """, to: "deep.lua")
    try await RunningSimulator.run { simulator in
      let run = try await run(simulator, "run", "deep.lua", through: "ulimit -s 256;")
      #expect((run.exitStatus, run.output) == (0, "deep enough\n"))
    }
  }
}

extension FileManager {
  fileprivate func removeItem(atPath path: String, ifPresent: Bool) throws {
    if fileExists(atPath: path) { try removeItem(atPath: path) }
  }
}
