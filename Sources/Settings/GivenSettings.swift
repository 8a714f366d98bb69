/// What the command line says, before environment, files and defaults fill it up.
package struct GivenSettings: Sendable {
  package var mode: RunMode
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

  package init(mode: RunMode, script: String? = nil, arguments: [String] = []) {
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
    set {
      flags[.modulePath] =
        newValue.isEmpty ? nil : SettingValue(texts: newValue, origin: .flag(.modulePath))
    }
  }
}

/// What is done with a script.
package enum RunMode: String, Sendable {
  /// Creates what is missing.
  case run
  /// Says what a run would do, and touches nothing.
  case plan
  /// Settles what earlier runs left unknown; no script.
  case reconcile
}

/// How much is said.
package enum Verbosity: Sendable {
  /// Failures only.
  case quiet
  /// A summary on a terminal; elsewhere nothing while all is well.
  case normal
  /// Every device and log line as it comes.
  case verbose
}

/// When a run speaks off a terminal.
package enum ReportPolicy: String, Sendable, CaseIterable {
  /// Where something needs a person, or did not go well.
  case failure
  /// Also, in one line, where something was made.
  case change
  /// Also, in one line, where there was nothing to do.
  case always
}

/// What a run does that finds its ledger held by another.
package enum Overlap: String, Sendable, CaseIterable {
  /// Ends at once, as done: the other run does its work, or the next start does.
  case skip
  /// Begins once the other has ended.
  case wait
  /// Ends at once, with 75.
  case fail
}
