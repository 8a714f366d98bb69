import ArgumentParser
import Foundation
import Host
import Settings
import Terminal

/// Which ledger is meant.
struct LedgerPlaceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger (QUBITRO_LEDGER).", valueName: "file"), completion: .file())
  var ledger: String?

  @OptionGroup var configuration: ConfigurationOptions

  /// Where it lives, after what environment and files say.
  func location(allowsNetwork: Bool = false) throws(HostError) -> LedgerLocation {
    var settings = Settings(mode: .reconcile)
    configuration.apply(to: &settings)
    settings[.ledger] = ledger
    settings[.allowNetworkLedger] = allowsNetwork ? "true" : nil
    return try LedgerLocation(settings, environment: ProcessInfo.processInfo.environment)
  }
}
