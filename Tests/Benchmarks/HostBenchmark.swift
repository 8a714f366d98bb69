import Foundation
import Host
import Ledger
import LedgerSQLite
import QubitroClient
import QubitroModel
import Settings
import Simulator
import TestSupport

/// What the ledger costs a whole run: known keys answered to a script, and creates beside the same
/// server without a ledger.
struct HostBenchmark {
  private let folder: URL

  init(in folder: URL) {
    self.folder = folder
  }

  static func known() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "qubitro-host-known")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for _ in 1...3 { try await HostBenchmark(in: folder).knownKeys(100_000, inFlight: 1) }
    for _ in 1...3 { try await HostBenchmark(in: folder).knownKeys(100_000, inFlight: 16) }
  }

  /// One script that asks for `count` devices, all of which the ledger has.
  func knownKeys(_ count: Int, inFlight: Int) async throws {
    let ledger = folder.appending(path: "known-\(count).sqlite").path
    if !FileManager.default.fileExists(atPath: ledger) { try await fill(ledger, count) }
    let script =
      inFlight == 1
      ? """
      for n = 1, \(count) do
        qubitro.create_device { name = 'd' .. n, source = 'mqtt', tags = { 'x' } }
      end
      """
      : """
      local n = 0
      qubitro.create_devices(function()
        n = n + 1
        if n <= \(count) then return { name = "d" .. n, source = "mqtt", tags = { "x" } } end
      end, { concurrency = \(inFlight) })
      """
    let seconds = try await run(
      script, ledger: ledger, at: "http://127.0.0.1:9", expecting: "unchanged \(count)")
    print(
      "\(count) known keys to one script, \(inFlight) in flight: "
        + "\(Int(Double(count) / seconds)) a second; \(Measurement.residentMemory) MiB")
  }

  /// The same server, with the whole host and with the client alone.
  func creates(_ count: Int, inFlight: Int) async throws {
    let world = World(projects: [RunningSimulator.project], keys: [RunningSimulator.key])
    try await RunningSimulator.run(world) { simulator in
      let bare = try await bareCreates(count, inFlight, simulator)
      let script = """
        local n = 0
        qubitro.create_devices(function()
          n = n + 1
          if n <= \(count) then return { name = "d" .. n, source = "mqtt" } end
        end, { concurrency = \(inFlight) })
        """
      let ledger = folder.appending(path: "creates-\(inFlight).sqlite").path
      let ours = try await run(
        script, ledger: ledger, at: simulator.baseURL, expecting: "created \(count)",
        inFlight: inFlight)
      print(
        "\(inFlight) in flight: a run creates \(Int(Double(count) / ours)) devices a second; "
          + "the client alone, without ledger or Lua, \(Int(Double(count) / bare))")
    }
  }

  private func bareCreates(_ count: Int, _ inFlight: Int, _ simulator: RunningSimulator)
    async throws -> Double
  {
    let transport = HTTPTransport(
      key: try APIKey(RunningSimulator.key), to: try BaseURL(simulator.baseURL), userAgent: "bench",
      settings: TransportSettings(connections: inFlight + 8))
    let url = try BaseURL(simulator.baseURL).url(
      "v2", "projects", RunningSimulator.project, "devices")
    let start = ContinuousClock.now
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<inFlight {
        group.addTask {
          for number in stride(from: worker, to: count, by: inFlight) {
            let body = NewDevice(name: "bare\(number)", description: "bare", source: "mqtt").body()
            _ = await transport.send(HTTPRequest(.post, url, body: body))
          }
        }
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    await transport.close()
    return seconds
  }

  private func run(
    _ script: String, ledger: String, at baseURL: String, expecting counts: String,
    inFlight: Int = 8
  ) async throws -> Double {
    let path = folder.appending(path: "script.lua").path
    let key = folder.appending(path: "key").path
    for (path, text) in [(path, script), (key, RunningSimulator.key)] {
      try Data(text.utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    var settings = GivenSettings(mode: .run, script: path)
    settings[.project] = RunningSimulator.project
    settings[.baseURL] = baseURL
    settings[.apiKeyFile] = key
    settings[.ledger] = ledger
    settings[.concurrency] = "\(inFlight)"
    let console = CapturedConsole(isTerminal: true)
    let start = ContinuousClock.now
    _ = try await Run(Configuration(settings, environment: [:]), console: console).execute()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    if !console.error.contains(counts) { print("unexpected: \(console.error)") }
    return seconds
  }

  private func fill(_ path: String, _ count: Int) async throws {
    let ledger = try SQLiteLedger(path: path)
    let scope = Scope(baseURL: "http://127.0.0.1:9", project: RunningSimulator.project)
    try await ledger.start(RunRecord(id: RunID("bench"), script: "bench.lua", scriptDigest: ""))
    try await ledger.setLook(.listed(.now), at: scope)
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<256 {
        group.addTask {
          for number in stride(from: worker + 1, through: count, by: 256) {
            let name = "d\(number)"
            let key = DeviceKey(name, in: scope)
            let body = NewDevice(name: name, description: name, source: "mqtt", tags: ["x"]).body()
            _ = try await ledger.begin(Intent(key, name: name, request: body, run: RunID("bench")))
            try await ledger.recordResponse(
              RawResponse(status: 201, body: LedgerBenchmark.answer), for: key)
            try await ledger.transition(
              key, .conclude(.created(deviceID: "id-\(number)")), by: RunID("bench"))
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try await ledger.close()
    // As a run leaves it that ended well, so that the project is not looked at again.
    let note = #"{"recorded_run":"bench","seal":"\#(LedgerFile(path: path).seal ?? "")"}"#
    try Data("\(note)\n".utf8).write(to: URL(filePath: path + ".lock"))
    print("256 in flight: \(Int(Double(count) / seconds)) durable creates a second")
  }
}
