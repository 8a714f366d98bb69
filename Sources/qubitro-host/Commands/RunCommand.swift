import ArgumentParser
import Host
import Settings

/// `qubitro-host run`: creates what is missing.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a script and create the devices that are missing.",
    discussion: ExitStatusHelp.text
  )

  @Flag(name: [.customShort("n"), .long], help: "Only say what would be done, as plan does.")
  var dryRun = false

  @OptionGroup var options: ScriptOptions

  func run() async throws {
    try await ScriptProcess(options.settings(dryRun ? .plan : .run)).run()
  }
}
