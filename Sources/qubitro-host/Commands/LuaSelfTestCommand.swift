import ArgumentParser
import Host

/// `qubitro-host library-trial`: what a run starts to find out whether the Lua library can be trusted; its exit status tells.
struct LuaSelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: LuaLibraryCheck.command, shouldDisplay: false)

  @Flag(help: "Give stacks the room that a faulty library needs.")
  var reserving = false

  func run() async throws {
    guard await LuaLibraryCheck.trial(reservingStack: reserving) else { throw ExitCode(1) }
  }
}
