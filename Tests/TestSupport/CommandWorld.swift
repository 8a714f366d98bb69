import Ledger
import LedgerSQLite
import Simulator

/// A folder with a key and a ledger, in which the built command runs against a simulator.
package struct CommandWorld: Sendable {
  package let folder: TemporaryDirectory

  package init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
  }

  package var ledger: String { folder.file("state/ledger.sqlite") }

  package func start(
    _ simulator: RunningSimulator, _ arguments: String..., through shell: String? = nil
  ) throws -> Running {
    try CommandRun.start(
      "qubitro-host", arguments, environment: environment(simulator), in: folder, through: shell)
  }

  package func run(
    _ simulator: RunningSimulator, _ arguments: String..., through shell: String? = nil
  ) async throws -> CommandRun {
    try await CommandRun.of(
      "qubitro-host", arguments, environment: environment(simulator), in: folder, through: shell)
  }

  /// What the oracle finds; no ledger is as good as an empty one.
  package func violations(_ simulator: RunningSimulator) async throws -> [String] {
    let ledger: any LedgerStore = try SQLiteLedger(reading: ledger) ?? InMemoryLedger()
    return try await Oracle.violations(devices: simulator.world.devices, ledger: ledger)
  }

  private func environment(_ simulator: RunningSimulator) -> [String: String] {
    [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": folder.file("key"), "QUBITRO_LEDGER": ledger,
    ]
  }
}
