import Effects
package import Settings
package import Terminal

/// `config show`: the settings that apply, and where each comes from.
package struct ConfigShow: Sendable {
  private let settings: GivenSettings
  private let environment: [String: String]
  private let console: any Console

  package init(_ settings: GivenSettings, environment: [String: String], console: any Console) {
    self.settings = settings
    self.environment = environment
    self.console = console
  }

  /// Writes each setting; throws if a run could not begin with them.
  ///
  /// The key is not read: only the place is shown that it would come from.
  package func execute() async throws(HostError) -> ExitStatus {
    let sources = try SettingSources(settings, environment: environment)
    let ledger = try Configuration(settings, sources, environment).ledger.path
    let key = try APIKeySource.named(in: sources, environment: environment)
    let lines = Setting.allCases.map {
      Line($0, sources[$0], standard: $0 == .ledger ? ledger : $0.standard)
    }
    if settings.isJSON {
      for line in lines { console.writeOutput(line.json) }
      return .converged
    }
    var table = TextTable(["SETTING", "VALUE", "FROM"])
    console.writeOutput(table.text(of: lines.map(\.cells)))
    console.writeError("key: \(key?.place ?? "none is named, so that only plans can be made")\n")
    if let profile = sources.profile {
      console.writeError("profile: \(TerminalSafe.line(profile))\n")
    }
    let files =
      sources.files.isEmpty
      ? "none, of \(sources.places.joined(separator: ", "))"
      : sources.files.map(\.path).joined(separator: ", ")
    console.writeError("files: \(TerminalSafe.line(files))\n")
    return .converged
  }

  /// One setting's line.
  private struct Line {
    let setting: Setting
    let value: String
    let origin: String

    init(_ setting: Setting, _ given: SettingValue?, standard: String) {
      self.setting = setting
      // A secret setting is a command, of which only the program's name is shown.
      let shown = given.map {
        setting.isSecret
          ? ($0.text.split(separator: " ").first.map { "\($0) [masked]" } ?? "")
          : $0.texts.joined(separator: ":")
      }
      value = shown ?? standard
      origin = given?.origin.place ?? (standard.isEmpty ? "not set" : "default")
    }

    var cells: [String] { [setting.rawValue, TerminalSafe.line(value), TerminalSafe.line(origin)] }

    var json: String {
      var line = JSONLine(type: "setting")
      line.add("name", setting.rawValue)
      line.add("value", value.isEmpty ? nil : value)
      line.add("from", origin)
      return line.line
    }
  }
}
