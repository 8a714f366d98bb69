import Ledger
import Terminal

/// A setting that a flag, the environment or a file can give.
///
/// Its raw value is the flag without its dashes, and the key in a file. Options for one run alone,
/// such as `--json` or `--allow-delete`, are not settings.
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

  /// Every environment variable that the program reads, also those that are not settings.
  package static let variables =
    allCases.map(\.variable) + ["QUBITRO_API_KEY", "QUBITRO_CONFIG", "QUBITRO_PROFILE"]

  /// Whether it is a path, which a file may give relative to its own folder.
  var isPath: Bool {
    switch self {
    case .apiKeyFile, .ledger, .caFile, .modulePath: true
    default: false
    }
  }

  /// Whether it takes several values: a sequence in a file, or a text with colons in the
  /// environment.
  var isList: Bool { self == .modulePath }

  /// Whether its text may contain a secret.
  package var isSecret: Bool { self == .apiKeyCommand }

  /// The default in words; empty if there is none.
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

/// The value of a setting, and where it was given.
package struct SettingValue: Hashable, Sendable {
  /// Where a value was given; an earlier case wins.
  package enum Origin: Hashable, Sendable {
    case flag(Setting)
    case variable(Setting)
    case file(path: String, line: Int, profile: String?)
  }

  /// One text, or all texts of a list.
  package var texts: [String]
  package var origin: Origin
  /// The number of its source in the order of precedence; the least wins.
  var layer = 0

  /// The text of a setting that takes a single value.
  package var text: String { texts.first ?? "" }
}

extension SettingValue.Origin {
  /// The place in words, such as `--rate`, `QUBITRO_RATE` or `/etc/qubitro-host/config.yaml:3`.
  package var place: String {
    switch self {
    case .flag(let setting): setting.flag
    case .variable(let setting): setting.variable
    case .file(let path, let line, let profile):
      "\(path):\(line)" + (profile.map { " (profile \($0))" } ?? "")
    }
  }

  /// The exit status for a fault in such a value: the command line is wrong, or the configuration.
  var status: ExitStatus {
    switch self {
    case .flag: .usage
    case .variable, .file: .configuration
    }
  }
}
