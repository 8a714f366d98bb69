import Foundation
import Ledger
import Simulator
import TestSupport

/// Where a round takes place: the simulator, and the folder with scripts, key and ledger.
struct SoakGround: Sendable {
  let simulator: RunningSimulator
  private let choices: SoakChoices
  private let folder: TemporaryDirectory

  init(_ choices: SoakChoices, _ simulator: RunningSimulator) throws {
    self.choices = choices
    self.simulator = simulator
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    for script in choices.scripts { try folder.write(script.text, to: "\(script.name).lua") }
  }

  var ledger: String { folder.file("state/ledger.sqlite") }

  func start(_ script: SoakScript, _ options: [String], _ mishap: Mishap? = nil) throws -> Running {
    var environment = [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": folder.file("key"), "QUBITRO_LEDGER": ledger,
    ]
    if let mishap {
      environment.merge(
        try mishap.environment(watching: folder.file("state"), tracing: "/dev/null")
      ) { $1 }
    }
    let arguments =
      ["run", "\(script.name).lua", "--json", "--settle-after", "1ms", "--timeout", "1s"] + options
    return try CommandRun.start(
      "qubitro-host", arguments + (script.deletes ? ["--allow-delete"] : []),
      environment: environment, in: folder)
  }

  func violations(after output: String) async throws -> [String] {
    let scope = Scope(baseURL: simulator.baseURL, project: RunningSimulator.project)
    let found = try await CrashOracle.violations(
      of: ledger, in: scope, devices: await simulator.world.devices, after: output, scratch: folder)
    return found.filter { violation in !choices.scripts.contains { isExcused(violation, $0) } }
  }

  /// A run that was killed between a deletion and its record leaves a row whose device is gone:
  /// nothing is lost, and nothing made twice.
  private func isExcused(_ violation: String, _ script: SoakScript) -> Bool {
    guard
      let match = violation.wholeMatch(
        of: /(?:the ledger's )?'(.+)' (?:does not exist|was told to exist.*)/)
    else {
      return false
    }
    return script.mayHaveDeleted(String(match.1))
  }

  /// Copies the folder to where it stays.
  func keep() throws -> String {
    let place = FileManager.default.temporaryDirectory.appending(
      path: "qubitro-host-soak-\(UUID().uuidString)"
    ).path
    try FileManager.default.copyItem(atPath: folder.path, toPath: place)
    return place
  }
}
