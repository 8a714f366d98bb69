import GRDB
import Ledger

extension LedgerError {
  /// The error that says that the ledger cannot be opened; a `LedgerError` stays as it is.
  init(opening path: String, _ error: any Error) {
    let advice = Self.advice(on: error) ?? "see that its folder exists and is yours"
    self =
      error as? LedgerError
      ?? LedgerError(
        .cannotOpen, "the ledger \(path) cannot be opened (\(Self.cause(error))); \(advice)")
  }

  /// The error that says that the ledger cannot be read or written; a `LedgerError` stays as it is.
  init(in path: String, _ error: any Error) {
    let advice = Self.advice(on: error) ?? "see that its disk is sound"
    self =
      error as? LedgerError
      ?? LedgerError(
        .io,
        "the ledger \(path) cannot be read or written (\(Self.cause(error))); \(advice)")
  }

  /// The error that says that a backup cannot be made; a `LedgerError` stays as it is.
  init(backingUp destination: String, _ error: any Error) {
    self =
      error as? LedgerError
      ?? LedgerError(
        .io,
        "the backup \(destination) cannot be made (\(Self.cause(error))); nothing of it is left")
  }

  /// What a person can do about the error; nil if its code does not tell.
  private static func advice(on error: any Error) -> String? {
    switch (error as? DatabaseError)?.resultCode {
    case .SQLITE_FULL: "make room on its disk"
    case .SQLITE_IOERR: "see that its disk is sound and has room"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      "the file is damaged: keep it, and put the newest backup in its place"
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
      "see that you may write the file and its folder"
    case .SQLITE_BUSY, .SQLITE_LOCKED: "another program has it open; end that"
    default: nil
    }
  }

  private static func cause(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return String(describing: error) }
    return "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
  }
}
