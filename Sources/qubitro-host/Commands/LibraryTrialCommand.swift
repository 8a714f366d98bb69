import ArgumentParser
import Host

/// `qubitro-host library-trial`: what a run starts to find out whether the Lua library can be trusted; its exit status tells.
struct LibraryTrialCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: LibraryExamination.command, shouldDisplay: false)

  @Flag(help: "Give stacks the room that a faulty library needs.")
  var reserving = false

  func run() async throws {
    guard await LibraryExamination.trial(reservingStack: reserving) else { throw ExitCode(1) }
  }
}
