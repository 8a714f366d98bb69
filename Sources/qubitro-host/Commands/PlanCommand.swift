import ArgumentParser
import Host
import Settings

/// `qubitro-host plan`: says what a run would create.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say what a run would create, and touch nothing.",
    discussion: ExitStatusHelp.text
  )

  @OptionGroup var options: ScriptOptions

  func run() async throws {
    try await ScriptProcess(options.settings(.plan)).run()
  }
}
