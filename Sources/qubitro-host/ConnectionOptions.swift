import ArgumentParser
import Host
import Settings

/// The API, the ledger that knows what was made there, and the files that say the same once for all.
struct ConnectionOptions: ParsableArguments {
  @OptionGroup(title: "API") var api: APIOptions

  @OptionGroup(title: "Ledger") var ledger: LedgerFileOptions

  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  func apply(to settings: inout Settings) {
    api.apply(to: &settings)
    ledger.apply(to: &settings)
    configuration.apply(to: &settings)
  }
}
