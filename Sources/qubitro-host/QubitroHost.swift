import ArgumentParser
import Host

/// `qubitro-host`: runs provisioning scripts.
@main
struct QubitroHost: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qubitro-host",
    abstract: "Brings IoT devices onto Qubitro: every device once, no credential lost.",
    version: version,
    subcommands: [
      RunCommand.self, PlanCommand.self, ReconcileCommand.self, ImportCommand.self, CheckCommand.self, DoctorCommand.self,
      DevicesCommand.self,
      UnknownCommand.self, RunsCommand.self, LedgerCommand.self, ConfigCommand.self,
      LibraryTrialCommand.self,
    ]
  )
}
