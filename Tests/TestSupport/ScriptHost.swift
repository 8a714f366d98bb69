import Foundation
import Host
package import Ledger
import LedgerSQLite
import QubitroModel
import Reporting
package import Settings
package import Simulator
import Terminal

/// The whole host with a ledger of its own, against a simulator of one generation.
package struct ScriptHost: Sendable {
  /// What one run came to.
  package struct Result: Sendable {
    package var output: String
    package var error: String
    package var exitStatus: Int32

    package init(output: String, error: String, exitStatus: Int32) {
      (self.output, self.error, self.exitStatus) = (output, error, exitStatus)
    }
  }

  package let folder: TemporaryDirectory
  private let world: World

  package init(_ shape: Shape, _ settings: WorldSettings = WorldSettings(), seed: UInt64 = 0) throws
  {
    folder = try TemporaryDirectory()
    var settings = settings
    settings.shape = shape
    world = World(
      projects: [RunningSimulator.project, "project-2"], keys: [RunningSimulator.key], seed: seed,
      settings: settings)
  }

  package var ledger: String { folder.file("ledger.sqlite") }

  /// Serves the world while `body` runs.
  package func run(_ body: @Sendable (RunningSimulator) async throws -> Void) async throws {
    try await RunningSimulator.run(world, body)
  }

  /// Runs a script's text, or what needs none.
  package func execute(
    _ text: String?, against simulator: RunningSimulator,
    _ change: (inout GivenSettings) -> Void = { _ in }
  ) async throws -> Result {
    var settings = GivenSettings(
      mode: .run, script: try text.map { try folder.write($0, to: "script.lua") })
    settings[.project] = RunningSimulator.project
    settings[.baseURL] = simulator.baseURL
    settings[.apiKeyFile] = try folder.write(RunningSimulator.key, to: "key")
    settings[.ledger] = ledger
    settings.verbosity = .quiet
    settings[.settleAfter] = "1ms"
    change(&settings)
    let console = CapturedConsole()
    let runResult = try await Run(Configuration(settings, environment: [:]), console: console)
      .execute()
    return Result(
      output: console.output, error: console.error, exitStatus: runResult.exitStatus.rawValue)
  }

  /// What the ledger says of a key.
  package func record(_ key: String, _ scope: Scope) async throws -> DeviceRecord? {
    try await SQLiteLedger(reading: ledger)?.device(DeviceKey(key, in: scope))
  }

  /// The foreign devices that the ledger knows by a name.
  package func foreign(_ name: String, _ scope: Scope) async throws -> [ForeignDevice] {
    try await SQLiteLedger(reading: ledger)?.foreign(named: name, in: scope) ?? []
  }

  /// What the oracle finds.
  package func violations(_ simulator: RunningSimulator) async throws -> [String] {
    guard let ledger = try SQLiteLedger(reading: ledger) else { return ["there is no ledger"] }
    return try await Oracle.violations(devices: simulator.world.devices, ledger: ledger)
  }
}
