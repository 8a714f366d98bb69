import ArgumentParser
import Foundation
import Host
import UnixSignals

/// Runs a script as this process: signals in, exit status out.
struct ScriptProcess {
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// Always throws the exit status, unless it is 0.
  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    umask(0o077)
    let console = StandardConsole()
    let status: ExitStatus
    do throws(HostError) {
      let configuration = try Configuration(settings, environment: ProcessInfo.processInfo.environment)
      status = try await execute(configuration, console)
    } catch {
      console.writeError("qubitro-host: \(error.description)\n")
      status = error.status
    }
    if status != .converged { throw ExitCode(status.rawValue) }
  }

  private func execute(_ configuration: Configuration, _ console: StandardConsole) async throws(HostError) -> ExitStatus {
    let interruption = Interruption()
    let signals = Task { await Self.relaySignals(to: interruption) }
    defer { signals.cancel() }
    return try await Run(configuration, console: console, interruption: interruption).execute().exitStatus
  }

  /// The first signal ends the run in order; the second ends the process at once, which is safe because every intent is durable.
  private static func relaySignals(to interruption: Interruption) async {
    for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
      let status: ExitStatus = signal == .sigint ? .interrupted : .terminated
      if !interruption.request(status) { _exit(status.rawValue) }
    }
  }
}
