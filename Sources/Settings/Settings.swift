/// What the command line says, before environment, files and defaults fill it up.
package struct Settings: Sendable {
  /// What is done with the script.
  package enum Mode: String, Sendable {
    /// Creates what is missing.
    case run
    /// Says what a run would do, and touches nothing.
    case plan
    /// Settles what earlier runs left unknown; no script.
    case reconcile
  }

  package var mode: Mode
  /// Nil where the mode runs none.
  package var script: String?
  /// The `KEY=VALUE` words.
  package var arguments: [String]
  /// The only configuration file to read.
  package var configFile: String?
  package var profile: String?
  package var mayDelete = false
  /// Goes without the list of a project before its first create.
  package var withoutList = false
  package var withoutColor = false
  /// Tells every request and decision.
  package var isTraced = false
  package var isJSON = false
  package var hasDetailedExitCode = false
  package var verbosity = Verbosity.normal
  private(set) var flags: [Setting: SettingValue] = [:]

  package init(mode: Mode, script: String? = nil, arguments: [String] = []) {
    self.mode = mode
    self.script = script
    self.arguments = arguments
  }

  /// What a flag says; nil where it is not given.
  package subscript(_ setting: Setting) -> String? {
    get { flags[setting]?.text }
    set { flags[setting] = newValue.map { SettingValue(texts: [$0], origin: .flag(setting)) } }
  }

  /// Folders in which modules are looked for first; none leaves them to environment and files.
  package var modulePath: [String] {
    get { flags[.modulePath]?.texts ?? [] }
    set { flags[.modulePath] = newValue.isEmpty ? nil : SettingValue(texts: newValue, origin: .flag(.modulePath)) }
  }
}
