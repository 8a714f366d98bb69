import ArgumentParser
import Settings

/// The API, the ledger that knows what was made there, and the files that can have all these
/// options.
struct ConnectionOptions: ParsableArguments {
  @OptionGroup(title: "API") var api: APIOptions

  @OptionGroup(title: "Ledger") var ledger: LedgerFileOptions

  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  func apply(to settings: inout GivenSettings) {
    api.apply(to: &settings)
    ledger.apply(to: &settings)
    configuration.apply(to: &settings)
  }
}

/// Where devices are made, with which key, and how requests go there.
struct APIOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The project that is meant (QUBITRO_PROJECT_ID).", valueName: "id"))
  var project: String?

  @Option(help: ArgumentHelp("The API's address (https://api.qubitro.com).", valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      """
      A file that holds the API key, or - for standard input (QUBITRO_API_KEY_FILE; last \
      QUBITRO_API_KEY).
      """,
      valueName: "file"),
    completion: .file())
  var apiKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "A shell command that prints the API key, such as one of a password manager.",
      valueName: "command"))
  var apiKeyCommand: String?

  @Option(
    help: ArgumentHelp(
      "How long one request may take, its answer included (60s).", valueName: "duration"))
  var timeout: String?

  @Option(
    help: ArgumentHelp("Certificates (PEM) to trust besides the system's.", valueName: "file"),
    completion: .file())
  var caFile: String?

  @Flag(
    name: .customLong("http2"),
    help: "Use HTTP/2 where the API offers it; a lost connection then loses more answers.")
  var usesHTTP2 = false

  func apply(to settings: inout GivenSettings) {
    settings[.project] = project
    settings[.baseURL] = baseURL
    settings[.apiKeyFile] = apiKeyFile
    settings[.apiKeyCommand] = apiKeyCommand
    settings[.timeout] = timeout
    settings[.caFile] = caFile
    settings[.http2] = usesHTTP2 ? "true" : nil
  }
}

/// Which configuration files are read.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The only configuration file to read (QUBITRO_CONFIG); else the project's, the user's and \
      /etc/qubitro-host/config.yaml.
      """,
      valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var config: String?

  @Option(
    help: ArgumentHelp("The profile of these files to use (QUBITRO_PROFILE).", valueName: "name"))
  var profile: String?

  func apply(to settings: inout GivenSettings) {
    settings.configFile = config
    settings.profile = profile
  }
}
