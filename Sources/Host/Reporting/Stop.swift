import LuaRuntime

/// Why a run stopped before its script's end.
package enum Stop: Hashable, Sendable {
  case usage(String)
  case ledger(String)
  case keyRefused(String)
  case configuration(String)
  case unavailable(String)
  case tryLater(String)
  case accountOverdue(String)
  /// `--max-creates` is reached.
  case createLimit(String)

  package var message: String {
    switch self {
    case .usage(let message), .ledger(let message), .keyRefused(let message), .configuration(let message),
      .unavailable(let message),
      .tryLater(let message), .accountOverdue(let message), .createLimit(let message):
      message
    }
  }

  package var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .ledger: .ioError
    case .keyRefused: .noPermission
    case .configuration: .configuration
    case .unavailable: .unavailable
    case .tryLater: .tryLater
    case .accountOverdue, .createLimit: .failed
    }
  }
}

extension Stop {
  /// Everything that is wrong with the command line's arguments, and where to see what the script takes.
  static func arguments(_ faults: [Arguments.Fault], of script: String) -> Stop {
    let lines = faults.map { "  \($0)\n" }.joined()
    return .usage("\(script) does not take these arguments:\n\(lines)  what it takes: qubitro-host check \(script)")
  }
}
