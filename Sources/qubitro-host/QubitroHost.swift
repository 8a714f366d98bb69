import ArgumentParser
import Terminal

/// `qubitro-host`: runs provisioning scripts.
@main
struct QubitroHost: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qubitro-host",
    abstract: "Brings IoT devices onto Qubitro: every device once, no credential lost.",
    discussion: """
      Options can also stand in files and in the environment; 'config show --help' has the places \
      and their order. HTTPS_PROXY and NO_PROXY are honoured. The lock of a ledger ends with the \
      process that holds it: there is nothing to unlock. Shell completions: \
      --generate-completion-script bash, zsh or fish.
      """,
    version: version,
    subcommands: [LuaSelfTestCommand.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Devices from scripts",
        subcommands: [
          RunCommand.self, PlanCommand.self, CheckCommand.self, ReconcileCommand.self,
          ImportCommand.self,
        ]),
      CommandGroup(
        name: "What the ledger knows",
        subcommands: [
          DevicesCommand.self, UnknownCommand.self, RunsCommand.self, LedgerCommand.self,
        ]),
      CommandGroup(name: "This machine", subcommands: [ConfigCommand.self, DoctorCommand.self]),
    ]
  )

  /// Runs the command that the arguments name; if they name none, prints which one may be meant.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      if exitCode(for: error) == .validationFailure { printHint(after: message(for: error)) }
      exit(withError: error)
    }
  }

  private static func printHint(after refusal: String) {
    let commands = configuration.groupedSubcommands.flatMap { $0.subcommands }
    let names = commands.compactMap { $0.configuration.commandName }
    let words = Array(CommandLine.arguments.dropFirst())
    if let hint = CommandHint.hint(for: words, refusal: refusal, subcommands: names + ["help"]) {
      StandardConsole().writeError(hint + "\n")
    }
  }
}
