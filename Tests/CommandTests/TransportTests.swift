import Foundation
import Ledger
import LedgerSQLite
import Simulator
import TestSupport
import Testing

/// What the run of a real process sends: how the run ends when the API fails, and what it leaves to
/// the next one.
struct TransportTests {
  private static let wide = """
    local rows = coroutine.wrap(function()
      for n = 1, 60 do coroutine.yield { name = 'd' .. n, source = 'mqtt' } end
    end)
    qubitro.create_devices(rows, { concurrency = 60 })
    """

  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(
      "for n = 1, 60 do qubitro.create_device { name = 'd' .. n, source = 'mqtt' } end",
      to: "many.lua")
    try folder.write("qubitro.create_device { name = 'one', source = 'mqtt' }", to: "one.lua")
  }

  private func run(_ simulator: RunningSimulator, _ script: String, _ options: [String] = [])
    async throws -> CommandRun
  {
    try await CommandRun.of(
      "qubitro-host",
      [
        "run", script, "--project", RunningSimulator.project, "--base-url", simulator.baseURL,
        "--api-key-file", folder.file("key"),
        "--ledger", folder.file("ledger.sqlite"), "--settle-after", "1ms",
      ] + options, in: folder)
  }

  private func violations(_ simulator: RunningSimulator) async throws -> [String] {
    let ledger = try #require(try SQLiteLedger(reading: folder.file("ledger.sqlite")))
    return try await Oracle.violations(devices: simulator.world.devices, ledger: ledger)
  }

  @Test(arguments: [Fault.error500BeforeCreate, .dropAfterCreate, .error503AfterCreate])
  func `a long row of failures stops the run with 69, and what follows is not sent`(fault: Fault)
    async throws
  {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject(Array(repeating: fault, count: 60))
      let run = try await run(simulator, "many.lua")
      #expect(run.exitStatus == 69, "\(run.error)")
      #expect(run.error.contains("the last 20 creates came to nothing"))
      #expect(await simulator.world.createRequests == 20)
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `a Retry-After that is still running holds the next run`() async throws {
    var settings = WorldSettings()
    settings.rateLimit = 0.01
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      let first = try await run(simulator, "many.lua")
      #expect(first.exitStatus == 75, "\(first.error)")
      let requests = await simulator.world.createRequests
      let second = try await run(simulator, "one.lua")
      #expect(second.exitStatus == 75, "\(second.error)")
      #expect(second.error.contains("the API wants no request before "), "\(second.error)")
      #expect(await simulator.world.createRequests == requests)
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `over TLS a run needs the authority's certificate, and says so`() async throws {
    let identity = try TLSIdentity()
    try folder.write(identity.authority, to: "ca.pem")
    try await RunningSimulator.run(as: identity) { simulator in
      let without = try await run(simulator, "one.lua")
      #expect(without.exitStatus == 69)
      #expect(without.error.contains("certificate is not trusted"), "\(without.error)")
      #expect(
        try await run(simulator, "one.lua", ["--ca-file", folder.file("ca.pem")]).exitStatus == 0)
      #expect(
        try await run(simulator, "one.lua", ["--ca-file", folder.file("key")]).exitStatus == 78)
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `an answer that drips beyond the time of a request is lost, and its device found`()
    async throws
  {
    var settings = WorldSettings()
    settings.shape = .b
    settings.dripTime = .seconds(60)
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      await simulator.world.inject([.slowDrip])
      let run = try await run(simulator, "one.lua", ["--timeout", "10s", "--json"])
      #expect(run.exitStatus == 0, "\(run.error)")
      #expect(run.output.contains(#""status":"adopted""#), "\(run.output)")
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `a wrong key stops all that wait, at once`() async throws {
    try folder.write(Self.wide, to: "wide.lua")
    try folder.write("wrong-key", to: "key")
    try await RunningSimulator.run { simulator in
      let run = try await run(simulator, "wide.lua", ["--rate", "5"])
      #expect(run.exitStatus == 77, "\(run.error)")
      #expect(await simulator.world.createRequests <= 8)
    }
  }

  @Test func `a kill leaves no more intents than there were requests in flight`() async throws {
    try folder.write(Self.wide, to: "wide.lua")
    try await RunningSimulator.run { simulator in
      await simulator.world.inject(Array(repeating: .holdAfterCreate, count: 60))
      let running = try CommandRun.start(
        "qubitro-host",
        [
          "run", "wide.lua", "--project", RunningSimulator.project, "--base-url", simulator.baseURL,
          "--api-key-file",
          folder.file("key"), "--ledger", folder.file("ledger.sqlite"),
        ], in: folder)
      try await simulator.hasHeld(4)
      running.signal(9)
      _ = try await running.end()
      await simulator.world.release()
      let ledger = try #require(try SQLiteLedger(reading: folder.file("ledger.sqlite")))
      #expect(try await ledger.devices(in: .sending).count <= 8)
      #expect(try await violations(simulator) == [])
    }
  }

  @Test func `a signal does not wait for an answer that only tells something`() async throws {
    try folder.write("print('on') host.log.info('asking') qubitro.list_devices {}", to: "ask.lua")
    var settings = WorldSettings()
    settings.latency = .seconds(600)
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      let running = try CommandRun.start(
        "qubitro-host",
        [
          "run", "ask.lua", "--project", RunningSimulator.project, "--base-url", simulator.baseURL,
          "--api-key-file",
          folder.file("key"), "--ledger", folder.file("ledger.sqlite"), "--timeout", "10m",
        ], in: folder)
      try await running.hasPrinted()
      running.signal(SIGTERM)
      #expect(try await running.end().exitStatus == 143)
    }
  }
}
