import ArgumentParser

/// `qubitro-host config`: what is set, and where.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the configuration.", subcommands: [ConfigShowCommand.self])
}
