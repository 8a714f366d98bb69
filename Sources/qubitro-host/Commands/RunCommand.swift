import ArgumentParser
import Settings

/// `qubitro-host run`: creates the devices that are missing.
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

/// `qubitro-host plan`: prints what a run would create.
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

/// `qubitro-host reconcile`: settles what earlier runs left unknown.
struct ReconcileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Look for the devices whose creates had no answer, and record what became of them.",
    discussion: """
      Every run does this too, for what earlier runs left and for its own. Nothing is created.

      \(ExitStatusHelp.text)
      """
  )

  @OptionGroup(title: "Output") var output: OutputOptions

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup(title: "Lost answers") var settling: SettlingOptions

  @OptionGroup(title: "Start and end") var start: StartOptions

  func run() async throws {
    var settings = GivenSettings(mode: .reconcile)
    connection.apply(to: &settings)
    settling.apply(to: &settings)
    start.apply(to: &settings)
    output.apply(to: &settings)
    try await ScriptProcess(settings).run()
  }
}
