import Ledger

/// What a flag, the environment or a file can set.
///
/// Its name is the flag's without dashes, and the key in a file. What is said for one run alone, such as `--json` or `--allow-delete`, is
/// none of these.
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
    self == .project ? "QUBITRO_PROJECT_ID" : "QUBITRO_" + rawValue.uppercased().replacing("-", with: "_")
  }

  /// Every environment variable that is read, with those that are no settings.
  package static let variables = allCases.map(\.variable) + ["QUBITRO_API_KEY", "QUBITRO_CONFIG", "QUBITRO_PROFILE"]

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
    case .project, .apiKeyFile, .apiKeyCommand, .ledger, .rate, .caFile, .maxCreates, .modulePath: ""
    }
  }
}
