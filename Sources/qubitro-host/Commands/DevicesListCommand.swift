import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

/// `qubitro-host devices list`: a line for each device.
struct DevicesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the devices that the ledger knows.",
    discussion: """
      The first 1000, unless --limit or --json asks for more; standard error then has the command that goes on.

      Exit status:
        0   also when nothing fits      64  usage
        74  the ledger cannot be read
      """
  )

  @OptionGroup var filter: DeviceFilterOptions

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await DevicesList(
        filter.filter, ledger: options.place.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}
