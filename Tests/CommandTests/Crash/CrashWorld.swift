import Foundation
import Ledger
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport

/// One project, one ledger and the real command: for a run that is crashed and the runs that come
/// after it.
struct CrashWorld: Sendable {
  /// What the script makes.
  static let names = ["d1", "d2", "d3"]
  private static let script = """
    for name in (args.names or "d1 d2 d3"):gmatch("%S+") do
      qubitro.create_device { name = name, source = "mqtt" }
    end
    """

  let shape: Shape
  let simulator: RunningSimulator
  let folder: TemporaryDirectory

  /// Serves a new world, in which others have made devices of these names, while `body` runs.
  static func run<Result: Sendable>(
    _ shape: Shape, others: [String] = [], _ body: @Sendable (CrashWorld) async throws -> Result
  ) async throws -> Result {
    let folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(script, to: "three.lua")
    try folder.write(try await libraryVerdict.value, to: "state/lua-library.json")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: folder.file("state"))
    return try await RunningSimulator.run(try world(shape, others)) { simulator in
      try await body(CrashWorld(shape: shape, simulator: simulator, folder: folder))
    }
  }

  private static func world(_ shape: Shape, _ others: [String]) throws -> World {
    var settings = WorldSettings()
    settings.shape = shape
    settings.dripTime = .milliseconds(200)
    settings.stallLimit = .milliseconds(500)
    var model = QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: ModelKey()],
      rules: shape.rules)
    for name in others {
      let request = DeviceRequest(name: name, description: name, source: "mqtt", tags: [])
      _ = try model.createDevice(request, in: RunningSimulator.project, as: RunningSimulator.key)
    }
    return World(model, settings: settings)
  }

  /// What the command thinks of the Lua library, found once: a world that begins with it saves two
  /// processes a run.
  private static let libraryVerdict = Task {
    let folder = try TemporaryDirectory()
    try folder.write("key", to: "key")
    try folder.write("", to: "nothing.lua")
    let arguments = [
      "run", "nothing.lua", "--project", "p", "--api-key-file", "key", "--ledger",
      "state/ledger.sqlite",
    ]
    _ = try await CommandRun.of("qubitro-host", arguments, in: folder)
    return try String(contentsOfFile: folder.file("state/lua-library.json"), encoding: .utf8)
  }

  var state: String { folder.file("state") }
  var ledger: String { folder.file("state/ledger.sqlite") }
  var trace: String { folder.file("trace") }
  var scope: Scope { Scope(baseURL: simulator.baseURL, project: RunningSimulator.project) }

  /// The steps of the last run that had a mishap, or was to be traced.
  var steps: [Mishap.Step] { Mishap.Step.all(in: trace) }

  /// Runs the script to its end, with a mishap if one is given.
  func run(_ mishap: Mishap? = nil, _ arguments: String..., verb: String = "run") async throws
    -> CommandRun
  {
    try await start(mishap, arguments, verb: verb).end()
  }

  /// Starts the script.
  func start(_ mishap: Mishap? = nil, _ arguments: [String] = [], verb: String = "run") throws
    -> Running
  {
    var environment = [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": folder.file("key"), "QUBITRO_LEDGER": ledger,
    ]
    if let mishap {
      try? FileManager.default.removeItem(atPath: trace)
      environment.merge(try mishap.environment(watching: state, tracing: trace)) { $1 }
    }
    let options = [
      verb, "three.lua", "--json", "--settle-after", "1ms", "--timeout", "10s", "--concurrency",
      "1",
    ]
    return try CommandRun.start(
      "qubitro-host", options + arguments, environment: environment, in: folder)
  }

  /// Runs the script for one device, and kills it while that one's create is under way: the device
  /// is made, and its answer lost.
  func loseAnswer(of name: String) async throws {
    await simulator.world.inject([.holdAfterCreate])
    let running = try start(nil, ["names=\(name)"])
    try await simulator.hasHeld()
    running.signal(SIGKILL)
    _ = try await running.end()
    await simulator.world.release()
  }

  /// Puts a copy in the ledger's place, as another file.
  func bringBack(_ copy: String) throws {
    // The old file stays under another name: its number might be given to the next one at once, and
    // then tells nothing.
    try FileManager.default.moveItem(
      atPath: ledger, toPath: folder.file("before-\(UUID().uuidString)"))
    for suffix in ["-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: ledger + suffix)
    }
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: copy + suffix) {
      try FileManager.default.copyItem(atPath: copy + suffix, toPath: ledger + suffix)
    }
  }

  /// How often the project has a device of this name.
  func count(_ name: String) async -> Int {
    await simulator.world.devices.count { $0.name == name }
  }

  /// What the ledger says of a key.
  func record(_ key: String) async throws -> DeviceRecord? {
    try await SQLiteLedger(reading: ledger)?.device(DeviceKey(key, in: scope))
  }

  /// One sentence for each promise that does not hold right after a run; `own` are the names that
  /// the ledger has to know.
  func violations(after run: CommandRun, own: [String] = names) async throws -> [String] {
    let devices = await simulator.world.devices.filter { own.contains($0.name) }
    return try await CrashOracle.violations(
      of: ledger, in: scope, devices: devices, after: run.output, scratch: folder)
  }
}
