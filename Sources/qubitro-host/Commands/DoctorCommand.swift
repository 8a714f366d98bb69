import ArgumentParser
import Foundation
import Host
import Settings
import Terminal

/// `qubitro-host doctor`: prints whether a run could begin on this machine.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at what a run needs on this machine: the Lua library, the ledger, the API key.",
    discussion: """
      Nothing is changed and nothing is sent.

      Exit status:
        0   a run could begin, though perhaps with warnings
        78  it could not; the lines marked 'fault' say why
      """
  )

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  func run() async throws {
    var settings = GivenSettings(mode: .reconcile)
    connection.apply(to: &settings)
    settings.isJSON = json
    try await HostProcess.run { console async throws(HostError) in
      await Doctor(settings, environment: ProcessInfo.processInfo.environment, console: console)
        .execute()
    }
  }
}

/// `qubitro-host library-trial`: finds out whether the Lua library can be trusted.
///
/// A run starts it as another process and reads its exit status: a faulty library may crash.
struct LuaSelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: LuaLibraryCheck.command, shouldDisplay: false)

  @Flag(help: "Give stacks the room that a faulty library needs.")
  var reserving = false

  func run() async throws {
    guard await LuaLibraryCheck.trial(reservingStack: reserving) else { throw ExitCode(1) }
  }
}
