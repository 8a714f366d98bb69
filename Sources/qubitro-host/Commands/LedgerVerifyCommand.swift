import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

/// `qubitro-host ledger verify`: says whether the ledger can be trusted.
struct LedgerVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hold the ledger's file against SQLite's checks, and every row against its log and what its state promises.",
    discussion: """
      Off a terminal it says nothing while all is well.

      Exit status:
        0   nothing is wrong            66  there is no ledger
        74  something is, a line each on standard output; or the file cannot be read
      """
  )

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await LedgerVerify(
        ledger: options.place.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}
