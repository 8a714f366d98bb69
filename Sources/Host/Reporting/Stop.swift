/// Why a run stopped before its script's end.
package enum Stop: Hashable, Sendable {
  case ledger(String)
  case keyRefused(String)
  case configuration(String)
  case unavailable(String)
  case tryLater(String)
  case accountOverdue(String)

  package var message: String {
    switch self {
    case .ledger(let message), .keyRefused(let message), .configuration(let message), .unavailable(let message),
      .tryLater(let message), .accountOverdue(let message):
      message
    }
  }

  package var status: ExitStatus {
    switch self {
    case .ledger: .ioError
    case .keyRefused: .noPermission
    case .configuration: .configuration
    case .unavailable: .unavailable
    case .tryLater: .tryLater
    case .accountOverdue: .failed
    }
  }
}
