import Foundation
import GRDB
import GRDBSQLite
import Ledger

/// The devices that a statement finds, each read where SQLite holds its row.
///
/// GRDB's `Row` first learns the names of all columns, which takes longer than to find the row of a key.
final class DeviceCursor: DatabaseCursor {
  typealias Element = DeviceRecord

  let _statement: Statement
  var _isDone = false

  init(_ statement: Statement, _ arguments: StatementArguments = []) throws {
    _statement = statement
    try statement.setArguments(arguments)
  }

  /// The same where all parameters are texts, which SQLite is given at once; GRDB would make values of them, and lists of values.
  init(_ statement: Statement, texts: [String]) throws {
    _statement = statement
    for (index, text) in zip(CInt(1)..., texts) {
      let code = unsafe text.bind(to: statement.sqliteStatement, at: index)
      if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: statement.sql) }
    }
  }

  deinit {
    // A statement that is left at a row holds on to its snapshot of the file.
    unsafe sqlite3_reset(_statement.sqliteStatement)
  }

  func _element(sqliteStatement: SQLiteStatement) throws -> DeviceRecord {
    try unsafe DeviceRow.record(RowColumns(of: sqliteStatement))
  }
}

/// The columns of the row at which a statement stands, for as long as it stands there; the first is the row's number.
///
/// In a damaged file they may hold anything: what is not of the type that is asked for throws, and nothing is converted.
@safe struct RowColumns {
  private let statement: SQLiteStatement

  init(of statement: SQLiteStatement) {
    unsafe self.statement = statement
  }

  func integer(_ index: CInt) throws(LedgerError) -> Int64 {
    try expect(SQLITE_INTEGER, index)
    return unsafe sqlite3_column_int64(statement, index)
  }

  func text(_ index: CInt) throws(LedgerError) -> String {
    unsafe String(decoding: try bytes(index, SQLITE_TEXT), as: UTF8.self)
  }

  func blob(_ index: CInt) throws(LedgerError) -> [UInt8] {
    unsafe Array(try bytes(index, SQLITE_BLOB))
  }

  func date(_ index: CInt) throws(LedgerError) -> Date {
    guard let date = unsafe RFC3339.date(try bytes(index, SQLITE_TEXT).span) else { throw damaged(index) }
    return date
  }

  /// What `read` finds in the column, or nil where it is NULL.
  func optional<Value>(
    _ index: CInt, _ read: (RowColumns) -> (CInt) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    if unsafe sqlite3_column_type(statement, index) == SQLITE_NULL { return nil }
    return try read(self)(index)
  }

  /// The error that says that a column cannot be read.
  func damaged(_ index: CInt) -> LedgerError {
    let number = unsafe sqlite3_column_int64(statement, 0)
    let name = unsafe sqlite3_column_name(statement, index).map { unsafe String(cString: $0) } ?? "\(index)"
    return LedgerError(.damaged, "the column \(name) in row \(number) of the ledger cannot be read; restore a backup")
  }

  private func expect(_ type: CInt, _ index: CInt) throws(LedgerError) {
    guard unsafe sqlite3_column_type(statement, index) == type else { throw damaged(index) }
  }

  /// SQLite's own bytes of a text or a blob.
  private func bytes(_ index: CInt, _ type: CInt) throws(LedgerError) -> UnsafeBufferPointer<UInt8> {
    try expect(type, index)
    // Also a text is asked for as a blob: else SQLite copies it, to end it with a NUL.
    let start = unsafe sqlite3_column_blob(statement, index)
    let count = unsafe Int(sqlite3_column_bytes(statement, index))
    // Without memory there are no bytes.
    if unsafe start == nil, count > 0 { throw damaged(index) }
    return unsafe UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
  }
}
