import ArgumentParser

/// Where devices are made, with which key, and which ledger knows them.
struct ConnectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The project to create devices in (QUBITRO_PROJECT_ID).", valueName: "id"))
  var project: String?

  @Option(help: ArgumentHelp("The API's address (QUBITRO_BASE_URL).", valueName: "url"))
  var baseURL: String?

  @Option(help: ArgumentHelp("A file that holds the API key, or - (QUBITRO_API_KEY_FILE).", valueName: "file"), completion: .file())
  var apiKeyFile: String?

  @Option(help: ArgumentHelp("The ledger (QUBITRO_LEDGER).", valueName: "file"), completion: .file())
  var ledger: String?
}
