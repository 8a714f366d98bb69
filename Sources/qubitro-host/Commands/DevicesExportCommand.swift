import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Terminal

extension ExportFormat: ExpressibleByArgument {}

/// `qubitro-host devices export`: the devices for another program.
struct DevicesExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the devices that the ledger knows as CSV or JSON, with their tokens where asked.",
    discussion: """
      CSV puts an apostrophe before a key, name, project, id or reason that a spreadsheet would take for a formula (= + - @);
      device_id, device_token and JSON are exact.

      Exit status:
        0   also when nothing fits      64  usage
        66  there is no ledger          74  the ledger cannot be read, or the file not be written
      """
  )

  @OptionGroup var filter: DeviceFilterOptions

  @Option(help: "csv (RFC 4180), json (one array), or ndjson (an object a line).")
  var format = ExportFormat.csv

  @Option(
    help: ArgumentHelp("Write to this file, 0600, which is replaced as a whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Write the devices' tokens too.")
  var withCredentials = false

  @OptionGroup var place: LedgerPlaceOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await DevicesExport(
        filter.filter, format: format, output: output, ledger: place.location(), withCredentials: withCredentials,
        console: console
      ).execute()
    }
  }
}
