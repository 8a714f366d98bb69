import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

/// `qubitro-host runs show`: all of one run.
struct RunsShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a run: its script, arguments and digests, how it ended, and the devices that it changed.",
    discussion: """
      Exit status:
        0   it was shown                64  usage
        66  the ledger has no such run  74  the ledger cannot be read
      """
  )

  @Argument(help: ArgumentHelp("The run, as a report's last line and runs list have it.", valueName: "id"))
  var id: String

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await RunsShow(
        of: id, ledger: options.place.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}
