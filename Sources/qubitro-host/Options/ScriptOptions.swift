import ArgumentParser
import Settings

/// The options of `run` and `plan`.
struct ScriptOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The Lua script.", valueName: "script"),
    completion: .file(extensions: ["lua"]))
  var script: String

  @Argument(
    help: ArgumentHelp(
      "Arguments of the script; check lists those that it takes.", valueName: "key=value"))
  var arguments: [String] = []

  @OptionGroup(title: "Output") var output: OutputOptions

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup(title: "Creates") var creates: CreateOptions

  @OptionGroup(title: "Lost answers") var settling: SettlingOptions

  @OptionGroup(title: "Start and end") var start: StartOptions

  @OptionGroup(title: "Script") var limits: LimitOptions

  /// The settings of all options, for a run or a plan.
  func settings(_ mode: RunMode) -> GivenSettings {
    var settings = GivenSettings(mode: mode, script: script, arguments: arguments)
    output.apply(to: &settings)
    connection.apply(to: &settings)
    creates.apply(to: &settings)
    settling.apply(to: &settings)
    start.apply(to: &settings)
    limits.apply(to: &settings)
    return settings
  }
}

/// Where modules are, for every command that reads scripts.
struct ModuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A folder in which modules are looked for first; may be repeated. Then come the script's \
      folder and its lib/.
      """,
      valueName: "dir"),
    completion: .directory)
  var modulePath: [String] = []
}

/// How much of the machine a script may use, and where its modules are.
struct LimitOptions: ParsableArguments {
  @OptionGroup var modules: ModuleOptions

  @Option(
    help: ArgumentHelp(
      "How long Lua may compute between two calls of the host (10s).", valueName: "duration"))
  var maxStretch: String?

  @Option(help: ArgumentHelp("How much memory Lua may hold (256M).", valueName: "size"))
  var maxMemory: String?

  @Option(help: ArgumentHelp("How much the script may print (16M).", valueName: "size"))
  var maxOutput: String?

  func apply(to settings: inout GivenSettings) {
    settings.modulePath = modules.modulePath
    settings[.maxStretch] = maxStretch
    settings[.maxMemory] = maxMemory
    settings[.maxOutput] = maxOutput
  }
}

extension Overlap: ExpressibleByArgument {}

/// When a run begins, if another run uses the ledger or the API, and when it ends.
struct StartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What to do where another run holds the ledger's lock: skip ends silently with 0, wait waits \
      for its end, fail ends with 75 (skip).
      """,
      valueName: "how"))
  var overlap: Overlap?

  @Option(
    help: ArgumentHelp(
      """
      How long another run may hold the lock without progress before it is taken for stuck, which \
      is an error, 75 (1h).
      """,
      valueName: "duration"))
  var stuckAfter: String?

  @Option(
    help: ArgumentHelp(
      """
      Off a terminal, delay the start by up to so long, by the same time on each run of a host; 0 \
      turns it off (10s).
      """,
      valueName: "duration"))
  var jitter: String?

  @Option(
    help: ArgumentHelp(
      """
      End the run after so long, with 75; the next one goes on (no limit on a terminal, 1h off \
      it).
      """,
      valueName: "duration"))
  var maxDuration: String?

  func apply(to settings: inout GivenSettings) {
    settings[.overlap] = overlap?.rawValue
    settings[.stuckAfter] = stuckAfter
    settings[.jitter] = jitter
    settings[.maxDuration] = maxDuration
  }
}
