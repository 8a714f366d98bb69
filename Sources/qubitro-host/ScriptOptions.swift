import ArgumentParser
import Host
import Settings

/// What `run` and `plan` have in common.
struct ScriptOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The Lua script.", valueName: "script"), completion: .file(extensions: ["lua"]))
  var script: String

  @Argument(help: ArgumentHelp("Arguments of the script; check lists those that it takes.", valueName: "key=value"))
  var arguments: [String] = []

  @OptionGroup(title: "Output") var output: OutputOptions

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup(title: "Creates") var creates: CreateOptions

  @OptionGroup(title: "Lost answers") var settling: SettlingOptions

  @OptionGroup(title: "Start and end") var start: StartOptions

  @OptionGroup(title: "Script") var limits: LimitOptions

  func settings(_ mode: Settings.Mode) -> Settings {
    var settings = Settings(mode: mode, script: script, arguments: arguments)
    output.apply(to: &settings)
    connection.apply(to: &settings)
    creates.apply(to: &settings)
    settling.apply(to: &settings)
    start.apply(to: &settings)
    limits.apply(to: &settings)
    return settings
  }
}
