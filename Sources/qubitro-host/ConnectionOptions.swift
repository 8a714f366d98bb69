import ArgumentParser
import Host

/// Where devices are made, with which key, and which ledger knows them.
struct ConnectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The project to create devices in (QUBITRO_PROJECT_ID).", valueName: "id"))
  var project: String?

  @Option(help: ArgumentHelp("The API's address (QUBITRO_BASE_URL).", valueName: "url"))
  var baseURL: String?

  @Option(help: ArgumentHelp("A file that holds the API key, or - (QUBITRO_API_KEY_FILE).", valueName: "file"), completion: .file())
  var apiKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "A shell command that prints the API key, such as one of a password manager (QUBITRO_API_KEY_COMMAND).", valueName: "command")
  )
  var apiKeyCommand: String?

  @Option(help: ArgumentHelp("How long one request may take, its answer included (60s).", valueName: "duration"))
  var timeout: String?

  @Option(
    help: ArgumentHelp("Certificates (PEM) to trust besides the system's.", valueName: "file"), completion: .file())
  var caFile: String?

  @Flag(name: .customLong("http2"), help: "Use HTTP/2 where the API offers it; a lost connection then loses more answers.")
  var usesHTTP2 = false

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("The ledger (QUBITRO_LEDGER).", valueName: "file"), completion: .file())
  var ledger: String?

  @Flag(help: "Keep the ledger on a network file system all the same; its locks must work.")
  var allowNetworkLedger = false

  func apply(to settings: inout Settings) {
    configuration.apply(to: &settings)
    settings[.project] = project
    settings[.baseURL] = baseURL
    settings[.apiKeyFile] = apiKeyFile
    settings[.apiKeyCommand] = apiKeyCommand
    settings[.ledger] = ledger
    settings[.allowNetworkLedger] = allowNetworkLedger ? "true" : nil
    settings[.timeout] = timeout
    settings[.caFile] = caFile
    settings[.http2] = usesHTTP2 ? "true" : nil
  }
}
