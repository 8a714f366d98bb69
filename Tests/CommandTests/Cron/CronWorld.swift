import Foundation
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport

/// A simulator, a configuration file as an ops team has it, and lines as they stand in a crontab.
struct CronWorld: Sendable {
  let simulator: RunningSimulator
  let folder: TemporaryDirectory

  /// Serves a world that shows tokens, while `body` runs.
  static func run<Result: Sendable>(_ body: @Sendable (CronWorld) async throws -> Result)
    async throws -> Result
  {
    let folder = try TemporaryDirectory()
    var settings = WorldSettings()
    settings.shape = .c
    let model = QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: ModelKey()],
      rules: Shape.c.rules)
    return try await RunningSimulator.run(World(model, settings: settings)) { simulator in
      let world = CronWorld(simulator: simulator, folder: folder)
      try folder.write(RunningSimulator.key, to: "key")
      try folder.write(world.configuration, to: "scripts/qubitro-host.yaml")
      try folder.write(Self.script, to: "scripts/three.lua")
      try folder.write(
        "qubitro.create_device { name = 'bad', source = 'pigeon' }", to: "scripts/bad.lua")
      try FileManager.default.createDirectory(
        atPath: folder.file("state"), withIntermediateDirectories: false)
      return try await body(world)
    }
  }

  private static let script = """
    for n = 1, 3 do
      qubitro.create_device { name = "Fühler-" .. n, description = "Halle Süd", source = "mqtt" }
      print("Fühler", n)
    end
    """

  private var configuration: String {
    """
    base-url: \(simulator.baseURL)
    project: \(RunningSimulator.project)
    api-key-file: ../key
    ledger: \(ledger)
    settle-after: 1ms
    jitter: 0
    """
  }

  var ledger: String { folder.file("state/ledger.sqlite") }

  /// What cron gives a job (cron(8)).
  var environment: [String: String] {
    ["HOME": folder.file("home"), "LOGNAME": "ops", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"]
  }

  func path(of script: String) -> String { folder.file("scripts/\(script)") }

  /// Runs a script as a crontab's line does, through a shell that first does `shell`.
  func run(
    _ script: String, _ arguments: String..., through shell: String = "",
    environment: [String: String]? = nil
  ) async throws
    -> CommandRun
  {
    try await CommandRun.of(
      "qubitro-host", ["run", path(of: script)] + arguments,
      environment: environment ?? self.environment, in: folder,
      through: "cd /; \(shell)")
  }

  /// What breaks the promises: devices against the ledger, and what `ledger verify` says of the
  /// file.
  func violations() async throws -> [String] {
    guard let ledger = try SQLiteLedger(reading: ledger) else { return ["there is no ledger"] }
    let verify = try await CommandRun.of(
      "qubitro-host", ["ledger", "verify", "--ledger", self.ledger], in: folder)
    let said = verify.exitStatus == 0 ? [] : [verify.output + verify.error]
    return try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) + said
  }
}
