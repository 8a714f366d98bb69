/// What the command line says, before the environment, files and defaults complete it.
package struct GivenSettings: Sendable {
  package var mode: RunMode
  /// Nil if the mode runs no script.
  package var script: String?
  /// The `KEY=VALUE` words.
  package var arguments: [String]
  /// The only configuration file to read.
  package var configFile: String?
  package var profile: String?
  package var mayDelete = false
  /// Whether the run may create devices in a project without listing it first.
  package var withoutList = false
  package var withoutColor = false
  /// Whether the run reports every request and decision.
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

  /// The text of a flag; nil if the flag is not given.
  package subscript(_ setting: Setting) -> String? {
    get { flags[setting]?.text }
    set { flags[setting] = newValue.map { SettingValue(texts: [$0], origin: .flag(setting)) } }
  }

  /// The folders in which `require` looks first; if empty, the environment and files name them.
  package var modulePath: [String] {
    get { flags[.modulePath]?.texts ?? [] }
    set {
      flags[.modulePath] =
        newValue.isEmpty ? nil : SettingValue(texts: newValue, origin: .flag(.modulePath))
    }
  }
}

/// What to do with a script.
package enum RunMode: String, Sendable {
  /// Creates what is missing.
  case run
  /// Shows what a run would do, and changes nothing.
  case plan
  /// Settles what earlier runs left unknown, without a script.
  case reconcile
}

/// How much a run reports.
package enum Verbosity: Sendable {
  /// Failures only.
  case quiet
  /// A summary on a terminal; elsewhere only what `ReportPolicy` asks for.
  case normal
  /// Also every device and log line, at once.
  case verbose
}

/// When a run reports if it has no terminal.
package enum ReportPolicy: String, Sendable, CaseIterable {
  /// If something failed or needs a person.
  case failure
  /// Also if the run made something, in one line.
  case change
  /// Also if there was nothing to do, in one line.
  case always
}

/// What a run does if another process holds its ledger.
package enum Overlap: String, Sendable, CaseIterable {
  /// Ends at once with status 0: the other run, or the next start, does the work.
  case skip
  /// Waits for the other to end, and then begins.
  case wait
  /// Ends at once with status 75.
  case fail
}
