import ArgumentParser
import Host

extension Marking: ExpressibleByArgument {}

/// What `run` and `plan` have in common.
struct ScriptOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The Lua script.", valueName: "script"), completion: .file(extensions: ["lua"]))
  var script: String

  @Argument(help: ArgumentHelp("Arguments of the script.", valueName: "key=value"))
  var arguments: [String] = []

  @OptionGroup var connection: ConnectionOptions

  @Option(help: ArgumentHelp("Creates in flight at once (8).", valueName: "n"))
  var concurrency: Int?

  @Option(help: ArgumentHelp("Creates per second at most.", valueName: "n"))
  var rate: Double?

  @Option(help: ArgumentHelp("How many devices the run may make; it stops before the next, with 1.", valueName: "n"))
  var maxCreates: Int?

  @Flag(help: "Let the script delete devices and projects.")
  var allowDelete = false

  @OptionGroup var settling: SettlingOptions

  @Option(help: "Where a unique marker goes by which a device is found whose answer was lost (none).")
  var marker: Marking?

  @Flag(help: "Make devices in a project that the key may not list; said once, the ledger remembers it.")
  var withoutList = false

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

  @OptionGroup var start: StartOptions

  @OptionGroup var output: OutputOptions

  func settings(_ mode: Settings.Mode) -> Settings {
    var settings = Settings(mode: mode, script: script, arguments: arguments)
    connection.apply(to: &settings)
    settling.apply(to: &settings)
    start.apply(to: &settings)
    output.apply(to: &settings)
    settings[.maxCreates] = maxCreates.map(String.init)
    settings[.concurrency] = concurrency.map(String.init)
    settings[.rate] = rate.map { "\($0)" }
    settings.mayDelete = allowDelete
    settings[.marker] = marker?.rawValue
    settings.withoutList = withoutList
    settings.modulePath = modules.modulePath
    settings[.maxDuration] = maxDuration
    settings[.maxStretch] = maxStretch
    settings[.maxMemory] = maxMemory
    settings[.maxOutput] = maxOutput
    return settings
  }
}
