import ArgumentParser
import Host
import Settings

/// The ledger of whoever changes it.
struct LedgerFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The ledger's file (QUBITRO_LEDGER; config show tells which it is).", valueName: "file"), completion: .file()
  )
  var ledger: String?

  @Flag(help: "Keep the ledger on a network file system all the same; its locks must work.")
  var allowNetworkLedger = false

  func apply(to settings: inout Settings) {
    settings[.ledger] = ledger
    settings[.allowNetworkLedger] = allowNetworkLedger ? "true" : nil
  }
}
