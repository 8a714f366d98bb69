import ArgumentParser
import Foundation
import Settings
import Terminal

// `--ledger` is declared twice, with two texts, since there are two kinds of commands. What
// `ledger`, `devices`, `runs` and `unknown list` are about is a ledger that exists, so
// `LedgerLocationOptions` only names it. `run` and the other commands with a connection may make
// the file at its usual place, so the text of `LedgerFileOptions` says how to find that out. The
// two texts of `--allow-network-ledger` differ for the same reason: `devices forget` takes a
// ledger that is there, and `run` keeps one.

/// The options of a command that prints what one ledger has.
struct LedgerOptions: ParsableArguments {
  @OptionGroup var ledger: LedgerLocationOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false
}

/// The ledger of a command that is about the ledger itself.
struct LedgerLocationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The ledger (QUBITRO_LEDGER).", valueName: "file"), completion: .file())
  var ledger: String?

  @OptionGroup var configuration: ConfigurationOptions

  /// Where the ledger is, by the option, the environment and the configuration files.
  func location(allowsNetwork: Bool = false) throws(HostError) -> LedgerLocation {
    var settings = GivenSettings(mode: .reconcile)
    configuration.apply(to: &settings)
    settings[.ledger] = ledger
    settings[.allowNetworkLedger] = allowsNetwork ? "true" : nil
    return try LedgerLocation(settings, environment: ProcessInfo.processInfo.environment)
  }
}

/// The ledger of a command that asks the API.
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
