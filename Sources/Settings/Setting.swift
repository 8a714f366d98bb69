import Ledger
import Terminal

/// What a flag, the environment or a file can set.
///
/// Its name is the flag's without dashes, and the key in a file. What is said for one run alone,
/// such as `--json` or `--allow-delete`, is none of these.
package enum Setting: String, Sendable, CaseIterable {
  case project
  case baseURL = "base-url"
  case apiKeyFile = "api-key-file"
  case apiKeyCommand = "api-key-command"
  case ledger
  case allowNetworkLedger = "allow-network-ledger"
  case concurrency
  case rate
  case timeout
  case caFile = "ca-file"
  case http2
  case maxCreates = "max-creates"
  case maxDuration = "max-duration"
  case maxStretch = "max-stretch"
  case maxMemory = "max-memory"
  case maxOutput = "max-output"
  case settleAfter = "settle-after"
  case absentAfter = "absent-after"
  case marker
  case overlap
  case stuckAfter = "stuck-after"
  case jitter
  case report
  case modulePath = "module-path"

  var flag: String { "--" + rawValue }

  /// The environment variable.
  var variable: String {
    self == .project
      ? "QUBITRO_PROJECT_ID" : "QUBITRO_" + rawValue.uppercased().replacing("-", with: "_")
  }

  /// Every environment variable that is read, with those that are no settings.
  package static let variables =
    allCases.map(\.variable) + ["QUBITRO_API_KEY", "QUBITRO_CONFIG", "QUBITRO_PROFILE"]

  /// Whether a relative one in a file means a place beside that file.
  var isPath: Bool {
    switch self {
    case .apiKeyFile, .ledger, .caFile, .modulePath: true
    default: false
    }
  }

  /// Whether it takes several values: a sequence in a file, separated by colons in the environment.
  var isList: Bool { self == .modulePath }

  /// Whether its text may hold what nobody should read.
  package var isSecret: Bool { self == .apiKeyCommand }

  /// What holds where nobody says anything, in words; empty for nothing.
  package var standard: String {
    switch self {
    case .baseURL: "https://api.qubitro.com"
    case .concurrency: "8"
    case .timeout: "60s"
    case .maxDuration: "1h off a terminal"
    case .maxStretch, .settleAfter, .jitter: "10s"
    case .maxMemory: "256M"
    case .maxOutput: "16M"
    case .absentAfter: "15m"
    case .marker: MarkerPlacement.none.rawValue
    case .overlap: Overlap.skip.rawValue
    case .stuckAfter: "1h"
    case .report: ReportPolicy.failure.rawValue
    case .allowNetworkLedger, .http2: "false"
    case .project, .apiKeyFile, .apiKeyCommand, .ledger, .rate, .caFile, .maxCreates, .modulePath:
      ""
    }
  }
}

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
    case .file(let path, let line, let profile):
      "\(path):\(line)" + (profile.map { " (profile \($0))" } ?? "")
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
