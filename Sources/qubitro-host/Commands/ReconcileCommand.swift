import ArgumentParser
import Host
import Settings

/// `qubitro-host reconcile`: settles what earlier runs left unknown, now.
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
    var settings = Settings(mode: .reconcile)
    connection.apply(to: &settings)
    settling.apply(to: &settings)
    start.apply(to: &settings)
    output.apply(to: &settings)
    try await ScriptProcess(settings).run()
  }
}
