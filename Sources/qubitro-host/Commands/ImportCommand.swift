import ArgumentParser
import Foundation
import LedgerCommands
import Settings
import Terminal

/// `qubitro-host import`: takes the devices of a project into the ledger.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Take devices into the ledger that the project has already; a plan unless --apply is given.",
    discussion: """
      Without a file the project is listed, and each device that the ledger does not have is \
      imported under its name. A script that asks for
      that name then finds it. Tokens are read from the API, where it shows them.

      Exit status:
        0   all of them would be, or are, imported
        1   some are refused: their key is taken, two have the same name, or the API does not \
      know them
        3   some are imported without a token: the API shows none
        64  usage                       66  the file is missing
        69  the API cannot be reached   74  the ledger cannot be used
        75  a run holds the ledger      77  the API refused the key
        78  the configuration is wrong
      """
  )

  @Argument(
    help: ArgumentHelp(
      "A CSV file with a header and the column id; a column key gives the keys.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Only devices whose names fit; * is any text, ? one character.", valueName: "glob"))
  var name: String?

  @Flag(help: "Import them.")
  var apply = false

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  func validate() throws {
    if file != nil && name != nil {
      throw ValidationError(
        "--name chooses from the project's list; a file names its devices itself.")
    }
  }

  func run() async throws {
    var settings = GivenSettings(mode: .reconcile)
    connection.apply(to: &settings)
    settings.isJSON = json
    try await HostProcess.run { console async throws(HostError) in
      try await Import(
        file, named: name, isApplied: apply, settings,
        environment: ProcessInfo.processInfo.environment, console: console
      ).execute()
    }
  }
}
