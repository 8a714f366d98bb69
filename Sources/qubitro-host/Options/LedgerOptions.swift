import ArgumentParser
import Foundation
import Host
import LedgerCommands
import Settings
import Terminal

/// Which ledger is meant, and how it is told; for commands that look at one.
struct LedgerOptions: ParsableArguments {
  @OptionGroup var place: LedgerPlaceOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false
}

/// Which ledger is meant.
struct LedgerPlaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The ledger (QUBITRO_LEDGER).", valueName: "file"), completion: .file())
  var ledger: String?

  @OptionGroup var configuration: ConfigurationOptions

  /// Where it lives, after what environment and files say.
  func location(allowsNetwork: Bool = false) throws(HostError) -> LedgerLocation {
    var settings = GivenSettings(mode: .reconcile)
    configuration.apply(to: &settings)
    settings[.ledger] = ledger
    settings[.allowNetworkLedger] = allowsNetwork ? "true" : nil
    return try LedgerLocation(settings, environment: ProcessInfo.processInfo.environment)
  }
}

/// The ledger of whoever changes it.
struct LedgerFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger's file (QUBITRO_LEDGER; config show tells which it is).", valueName: "file"),
    completion: .file()
  )
  var ledger: String?

  @Flag(help: "Keep the ledger on a network file system all the same; its locks must work.")
  var allowNetworkLedger = false

  func apply(to settings: inout GivenSettings) {
    settings[.ledger] = ledger
    settings[.allowNetworkLedger] = allowNetworkLedger ? "true" : nil
  }
}

/// Which devices are meant, for `devices list` and `devices export`.
struct DeviceFilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A state of the ledger: sending, created, adopted, rejected, unknown, quarantined, deleted, forgotten; may be repeated.",
      valueName: "s"))
  var status: [String] = []

  @Option(help: ArgumentHelp("Devices of this project.", valueName: "id"))
  var project: String?

  @Option(help: ArgumentHelp("Devices of the API at this address.", valueName: "url"))
  var baseURL: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("Devices that this run has changed.", valueName: "id"))
  var runID: String?

  @Option(
    help: ArgumentHelp(
      "Devices that have changed since: 2h, 2026-11-25T10:00:00Z, 2026-11-25 (UTC).",
      valueName: "time"))
  var since: String?

  @Option(
    help: ArgumentHelp(
      "Devices whose key or name fits; * stands for any text, ? for one character.",
      valueName: "glob"))
  var name: String?

  @Option(help: ArgumentHelp("How many devices at most.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Only devices behind this number of a row.", valueName: "number"))
  var after: Int64?

  var filter: DeviceFilter {
    var filter = DeviceFilter()
    filter.statuses = status
    filter.project = project
    filter.baseURL = baseURL
    filter.run = runID
    filter.since = since
    filter.name = name
    filter.limit = limit
    filter.after = after
    return filter
  }
}
