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
}
