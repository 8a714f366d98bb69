import ArgumentParser

/// Which of several devices is meant that have the same key.
struct ScopeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The project, where the key is in several.", valueName: "id"))
  var project: String?

  @Option(help: ArgumentHelp("The API's address, where the key is at several.", valueName: "url"))
  var baseURL: String?
}
