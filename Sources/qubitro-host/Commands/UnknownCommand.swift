import ArgumentParser

/// `qubitro-host unknown`: what lost answers have left open.
struct UnknownCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unknown",
    abstract: "List what is unknown or quarantined, and clear it up by hand.",
    subcommands: [UnknownListCommand.self, UnknownResolveCommand.self]
  )
}
