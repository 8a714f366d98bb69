import Foundation
import Host
import Provisioning
import Reporting
import Settings
import Terminal

/// Runs a script as this process: signals in, exit status out.
struct ScriptProcess {
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// Always throws the exit status, unless it is 0.
  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      let configuration = try Configuration(settings, environment: ProcessInfo.processInfo.environment)
      let control = RunControl()
      let relay = await SignalRelay(to: control, console)
      defer { relay.stop() }
      let examination = LuaLibraryCheck(rememberedIn: URL(filePath: configuration.ledger.path).deletingLastPathComponent().path)
      let isWatched = console.isTerminal || isatty(STDIN_FILENO) == 1
      let run = Run(
        configuration, console: console, control: control, examination: examination,
        startDelay: configuration.startDelay(on: ProcessInfo.processInfo.hostName, isWatched: isWatched))
      return try await run.execute().exitStatus
    }
  }
}
