import ArgumentParser
import Host

/// `qubitro-host run`: creates what is missing.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a script and create the devices that are missing.",
    discussion: ExitStatusHelp.text
  )

  @OptionGroup var options: ScriptOptions

  func run() async throws {
    try await ScriptProcess(options.settings(.run)).run()
  }
}
