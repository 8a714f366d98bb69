import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

/// `qubitro-host devices show`: all of one device.
struct DevicesShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show all that the ledger has of a device, with the log of its changes.",
    discussion: """
      Exit status:
        0   it was shown
        64  usage, or the key is in several projects: say --project, and --base-url where that differs
        66  the ledger has no such key  74  the ledger cannot be read
      """
  )

  @Argument(help: "The device's key, which is its name unless the script gave one.")
  var key: String

  @OptionGroup var scope: ScopeOptions

  @Flag(help: "Show the device's token too.")
  var withCredentials = false

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await DevicesShow(
        of: key, project: scope.project, baseURL: scope.baseURL, ledger: options.place.location(), withCredentials: withCredentials,
        isJSON: options.json, console: console
      ).execute()
    }
  }
}
