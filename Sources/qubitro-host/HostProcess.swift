import ArgumentParser
import Foundation
import Host
import Provisioning
import Reporting
import Settings
import Terminal

/// Does a command's work as this process: with private files, one message for an error, and an exit
/// status.
enum HostProcess {
  /// Throws the exit status, unless it is 0.
  static func run(_ work: (StandardConsole) async throws(HostError) -> ExitStatus) async throws {
    signal(SIGPIPE, SIG_IGN)
    umask(0o077)
    let console = StandardConsole()
    var status: ExitStatus
    do throws(HostError) {
      status = try await work(console)
    } catch {
      console.writeError("qubitro-host: \(error.description)\n")
      status = error.status
    }
    if let failure = console.outputFailure {
      console.writeError("qubitro-host: \(failure)\n")
      status = status == .converged ? .ioError : status
    }
    if status != .converged { throw ExitCode(status.rawValue) }
  }
}

/// Runs a script as this process, which signals can end.
struct ScriptProcess {
  private let settings: GivenSettings

  init(_ settings: GivenSettings) {
    self.settings = settings
  }

  /// Throws the exit status, unless it is 0.
  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      let configuration = try Configuration(
        settings, environment: ProcessInfo.processInfo.environment)
      let control = RunControl()
      let relay = await SignalRelay(to: control, console)
      defer { relay.stop() }
      let libraryCheck = LuaLibraryCheck(
        rememberedIn: URL(filePath: configuration.ledger.path).deletingLastPathComponent().path)
      let isWatched = console.isTerminal || isatty(STDIN_FILENO) == 1
      let run = Run(
        configuration, console: console, control: control, libraryCheck: libraryCheck,
        startDelay: configuration.startDelay(
          on: ProcessInfo.processInfo.hostName, isWatched: isWatched))
      return try await run.execute().exitStatus
    }
  }
}
