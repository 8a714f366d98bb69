import ArgumentParser
import Host

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

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup var settling: SettlingOptions

  @OptionGroup var start: StartOptions

  @OptionGroup var output: OutputOptions

  func run() async throws {
    var settings = Settings(mode: .reconcile)
    connection.apply(to: &settings)
    settling.apply(to: &settings)
    start.apply(to: &settings)
    output.apply(to: &settings)
    try await ScriptProcess(settings).run()
  }
}
