import GRDB
import Ledger

extension LedgerError {
  /// An error of opening; one of ours passes unchanged.
  init(opening path: String, _ error: any Error) {
    self =
      error as? LedgerError
      ?? LedgerError(
        .cannotOpen, "the ledger \(path) cannot be opened (\(Self.cause(error))); see that its folder exists and is yours")
  }

  /// An error of reading or writing; one of ours passes unchanged.
  init(in path: String, _ error: any Error) {
    self =
      error as? LedgerError
      ?? LedgerError(.io, "the ledger \(path) cannot be read or written (\(Self.cause(error)))")
  }

  /// An error of copying; one of ours passes unchanged.
  init(backingUp destination: String, _ error: any Error) {
    self =
      error as? LedgerError
      ?? LedgerError(.io, "the backup \(destination) cannot be made (\(Self.cause(error))); nothing of it is left")
  }

  private static func cause(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return String(describing: error) }
    return "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
  }
}
