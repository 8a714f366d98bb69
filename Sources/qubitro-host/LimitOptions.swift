import ArgumentParser
import Host
import Settings

/// What a script may take of the machine, and where its modules are.
struct LimitOptions: ParsableArguments {
  @OptionGroup var modules: ModuleOptions

  @Option(help: ArgumentHelp("How long Lua may compute between two calls of the host (10s).", valueName: "duration"))
  var maxStretch: String?

  @Option(help: ArgumentHelp("How much memory Lua may hold (256M).", valueName: "size"))
  var maxMemory: String?

  @Option(help: ArgumentHelp("How much the script may print (16M).", valueName: "size"))
  var maxOutput: String?

  func apply(to settings: inout Settings) {
    settings.modulePath = modules.modulePath
    settings[.maxStretch] = maxStretch
    settings[.maxMemory] = maxMemory
    settings[.maxOutput] = maxOutput
  }
}
