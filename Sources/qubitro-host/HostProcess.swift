import ArgumentParser
import Foundation
import Host
import Terminal

/// A command's work as this process: private files, errors told once, and an exit status.
enum HostProcess {
  /// Always throws the exit status, unless it is 0.
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
