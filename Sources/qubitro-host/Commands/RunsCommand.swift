import ArgumentParser

/// `qubitro-host runs`: the history.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List and show earlier runs, and what was changed by hand.",
    subcommands: [RunsListCommand.self, RunsShowCommand.self]
  )
}
