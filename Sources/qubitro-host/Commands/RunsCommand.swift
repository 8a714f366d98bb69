import ArgumentParser
import LedgerCommands
import Terminal

/// `qubitro-host runs`: the history of the ledger.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List and show earlier runs, and what was changed by hand.",
    subcommands: [RunsListCommand.self, RunsShowCommand.self]
  )
}

/// `qubitro-host runs list`: prints a line for each run.
struct RunsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the runs that the ledger has recorded, the latest first.",
    discussion: """
      The last 100, unless --limit or --json asks for more.

      Exit status:
        0   also when nothing fits      64  usage
        74  the ledger cannot be read
      """
  )

  @Option(
    help: ArgumentHelp(
      "Runs that began since: 2h, 2026-11-25T10:00:00Z, 2026-11-25 (UTC).", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("How many runs at most.", valueName: "n"))
  var limit: Int?

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await RunsList(
        since: since, limit: limit, ledger: options.ledger.location(), isJSON: options.json,
        console: console
      ).execute()
    }
  }
}

/// `qubitro-host runs show`: prints all that the history has of one run.
struct RunsShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: """
      Show a run: its script, arguments and digests, how it ended, and the devices that it changed.
      """,
    discussion: """
      Exit status:
        0   it was shown                64  usage
        66  the ledger has no such run  74  the ledger cannot be read
      """
  )

  @Argument(
    help: ArgumentHelp("The run, as a report's last line and runs list have it.", valueName: "id"))
  var id: String

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await RunsShow(
        of: id, ledger: options.ledger.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}
