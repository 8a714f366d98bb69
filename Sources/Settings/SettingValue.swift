import Terminal

/// What was said for a setting, and where.
package struct SettingValue: Hashable, Sendable {
  /// Where a value stands; the earlier wins.
  package enum Origin: Hashable, Sendable {
    case flag(Setting)
    case variable(Setting)
    case file(path: String, line: Int, profile: String?)
  }

  /// One text, or those of a list.
  package var texts: [String]
  package var origin: Origin
  /// How far down it stands among all that may say it; the least wins.
  var layer = 0

  package var text: String { texts.first ?? "" }
}

extension SettingValue.Origin {
  /// The place for a person, such as `--rate`, `QUBITRO_RATE` or `/etc/qubitro-host/config.yaml:3`.
  package var place: String {
    switch self {
    case .flag(let setting): setting.flag
    case .variable(let setting): setting.variable
    case .file(let path, let line, let profile): "\(path):\(line)" + (profile.map { " (profile \($0))" } ?? "")
    }
  }

  /// What a fault in such a value means: the command line is wrong, or what surrounds it.
  var status: ExitStatus {
    switch self {
    case .flag: .usage
    case .variable, .file: .configuration
    }
  }
}
