import ArgumentParser
import LedgerCommands

/// Which devices `devices list` and `devices export` print.
struct DeviceFilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A state of the ledger: sending, created, adopted, rejected, unknown, quarantined, deleted, \
      forgotten; may be repeated.
      """,
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

  /// The same for the commands' code.
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

/// Which of several devices with the same key is meant.
struct ScopeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The project, where the key is in several.", valueName: "id"))
  var project: String?

  @Option(help: ArgumentHelp("The API's address, where the key is at several.", valueName: "url"))
  var baseURL: String?
}

extension ExportFormat: ExpressibleByArgument {}
