import ArgumentParser
import LedgerCommands
import Terminal

/// `qubitro-host devices`: the devices that the ledger knows.
struct DevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List, show, export or forget the devices that the ledger knows.",
    discussion: """
      All but forget only read, also while a run goes on. Tokens are shown with \
      --with-credentials alone.
      """,
    subcommands: [
      DevicesListCommand.self, DevicesShowCommand.self, DevicesExportCommand.self,
      DevicesForgetCommand.self,
    ]
  )
}

/// `qubitro-host devices list`: prints a line for each device.
struct DevicesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the devices that the ledger knows.",
    discussion: """
      The first 1000, unless --limit or --json asks for more; standard error then has the command \
      that goes on.

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
        filter.filter, ledger: options.ledger.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}

/// `qubitro-host devices show`: prints all that the ledger has of one device.
struct DevicesShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show all that the ledger has of a device, with the log of its changes.",
    discussion: """
      Exit status:
        0   it was shown
        64  usage, or the key is in several projects: say --project, and --base-url where \
      that differs
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
        of: key, project: scope.project, baseURL: scope.baseURL, ledger: options.ledger.location(),
        withCredentials: withCredentials, isJSON: options.json, console: console
      ).execute()
    }
  }
}

/// `qubitro-host devices export`: writes the devices for another program.
struct DevicesExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract:
      "Write the devices that the ledger knows as CSV or JSON, with their tokens where asked.",
    discussion: """
      CSV puts an apostrophe before a key, name, project, id or reason that a spreadsheet would \
      take for a formula (= + - @);
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
    help: ArgumentHelp(
      "Write to this file, 0600, which is replaced as a whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Write the devices' tokens too.")
  var withCredentials = false

  @OptionGroup var ledger: LedgerLocationOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await DevicesExport(
        filter.filter, format: format, output: output, ledger: ledger.location(),
        withCredentials: withCredentials, console: console
      ).execute()
    }
  }
}

/// `qubitro-host devices forget`: has the ledger forget devices.
struct DevicesForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Have the ledger forget devices; nothing is deleted at the API.",
    discussion: """
      The next run makes a forgotten device anew, if its script still asks for it: delete or \
      rename the old one first. Its row,
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
        keys, project: scope.project, baseURL: scope.baseURL,
        ledger: options.ledger.location(allowsNetwork: allowNetworkLedger),
        isJSON: options.json, console: console
      ).execute()
    }
  }
}
