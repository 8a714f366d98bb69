import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

/// `qubitro-host devices forget`: takes devices out of the ledger's hands.
struct DevicesForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Have the ledger forget devices; nothing is deleted at the API.",
    discussion: """
      The next run makes a forgotten device anew, if its script still asks for it: delete or rename the old one first. Its row,
      its log and its token stay in the ledger until then.

      Exit status:
        0   all of them are forgotten   64  usage, or a key is in several projects
        66  one of them is not there, and none was forgotten
        74  the ledger cannot be used   75  a run holds the ledger
      """
  )

  @Argument(help: "The devices' keys.")
  var keys: [String]

  @OptionGroup var scope: ScopeOptions

  @OptionGroup var options: LedgerOptions

  @Flag(help: "The ledger may be on a network file system; its locks must work.")
  var allowNetworkLedger = false

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await DevicesForget(
        keys, project: scope.project, baseURL: scope.baseURL, ledger: options.place.location(allowsNetwork: allowNetworkLedger),
        isJSON: options.json, console: console
      ).execute()
    }
  }
}
