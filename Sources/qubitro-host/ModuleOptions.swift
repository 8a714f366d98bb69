import ArgumentParser

/// Where modules are found, for every command that reads scripts.
struct ModuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A folder in which modules are looked for first; may be repeated. Then come the script's folder and its lib/.",
      valueName: "dir"),
    completion: .directory)
  var modulePath: [String] = []
}
