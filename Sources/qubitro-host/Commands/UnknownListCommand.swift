import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

/// `qubitro-host unknown list`: what is not cleared up.
struct UnknownListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the devices that may or may not exist, and those whose tokens are lost, with what to do.",
    discussion: """
      A quarantined device that was accepted is not listed.

      Exit status:
        0   also when there is nothing  74  the ledger cannot be read
      """
  )

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await UnknownList(
        ledger: options.place.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}
