import ArgumentParser
import Host

/// What `run` and `plan` have in common.
struct ScriptOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The Lua script.", valueName: "script"), completion: .file(extensions: ["lua"]))
  var script: String

  @Argument(help: ArgumentHelp("Arguments of the script.", valueName: "key=value"))
  var arguments: [String] = []

  @OptionGroup var connection: ConnectionOptions

  @Option(help: ArgumentHelp("Creates in flight at once.", valueName: "n"))
  var concurrency = 8

  @Option(help: ArgumentHelp("Creates per second at most.", valueName: "n"))
  var rate: Double?

  @Flag(help: "Let the script delete devices and projects.")
  var allowDelete = false

  @OptionGroup var modules: ModuleOptions

  @Option(
    help: ArgumentHelp("How long the run may take; the next one goes on (off a terminal: 1h).", valueName: "duration"))
  var maxDuration: String?

  @Option(help: ArgumentHelp("How long Lua may compute between two calls of the host (10s).", valueName: "duration"))
  var maxStretch: String?

  @Option(help: ArgumentHelp("How much memory Lua may hold (256M).", valueName: "size"))
  var maxMemory: String?

  @Option(help: ArgumentHelp("How much the script may print (16M).", valueName: "size"))
  var maxOutput: String?

  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when something changed or would.")
  var detailedExitCode = false

  @Flag(name: .shortAndLong, help: "Say nothing but failures.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Tell every device and log line.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  func settings(_ mode: Settings.Mode) -> Settings {
    var settings = Settings(mode: mode, script: script, arguments: arguments)
    settings.project = connection.project
    settings.baseURL = connection.baseURL
    settings.apiKeyFile = connection.apiKeyFile
    settings.ledger = connection.ledger
    settings.timeout = connection.timeout
    settings.caFile = connection.caFile
    settings.usesHTTP2 = connection.usesHTTP2
    settings.concurrency = concurrency
    settings.rate = rate
    settings.mayDelete = allowDelete
    settings.modulePath = modules.modulePath
    settings.maxDuration = maxDuration
    settings.maxStretch = maxStretch
    settings.maxMemory = maxMemory
    settings.maxOutput = maxOutput
    settings.isJSON = json
    settings.hasDetailedExitCode = detailedExitCode
    settings.verbosity = quiet ? .quiet : verbose ? .verbose : .normal
    return settings
  }
}
