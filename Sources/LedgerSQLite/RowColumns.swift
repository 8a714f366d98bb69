import Foundation
import GRDB
import GRDBSQLite
import Ledger

/// The columns of the row at which a statement stands, as long as it stands there.
///
/// The first column is the row's number. In a damaged file the columns may hold anything: a read
/// throws if the column is not of the type that it asks for, and converts nothing.
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
    guard let date = unsafe RFC3339.date(try bytes(index, SQLITE_TEXT).span) else {
      throw damaged(index)
    }
    return date
  }

  /// What `read` returns for the column, or nil if the column is NULL.
  func optional<Value>(
    _ index: CInt, _ read: (RowColumns) -> (CInt) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    if unsafe sqlite3_column_type(statement, index) == SQLITE_NULL { return nil }
    return try read(self)(index)
  }

  /// The error that says that a column cannot be read.
  func damaged(_ index: CInt) -> LedgerError {
    let number = unsafe sqlite3_column_int64(statement, 0)
    let name =
      unsafe sqlite3_column_name(statement, index).map { unsafe String(cString: $0) } ?? "\(index)"
    return LedgerError(
      .damaged,
      "the column \(name) in row \(number) of the ledger cannot be read; restore a backup")
  }

  private func expect(_ type: CInt, _ index: CInt) throws(LedgerError) {
    guard unsafe sqlite3_column_type(statement, index) == type else { throw damaged(index) }
  }

  /// The bytes of a text or a blob in SQLite's own memory.
  private func bytes(
    _ index: CInt, _ type: CInt
  ) throws(LedgerError) -> UnsafeBufferPointer<UInt8> {
    try expect(type, index)
    // A text is read as a blob too: else SQLite copies it, to add a NUL at its end.
    let start = unsafe sqlite3_column_blob(statement, index)
    let count = unsafe Int(sqlite3_column_bytes(statement, index))
    // SQLite returns no bytes if it has no memory for them.
    if unsafe start == nil, count > 0 { throw damaged(index) }
    return unsafe UnsafeBufferPointer(
      start: start?.assumingMemoryBound(to: UInt8.self), count: count)
  }
}

/// The devices that a statement finds; each is read from the memory in which SQLite holds its row.
///
/// GRDB's `Row` first reads the names of all columns, which takes longer than to find a key's row.
final class DeviceCursor: DatabaseCursor {
  typealias Element = DeviceRecord

  let _statement: Statement
  var _isDone = false

  init(_ statement: Statement, _ arguments: StatementArguments = []) throws {
    _statement = statement
    try statement.setArguments(arguments)
  }

  /// Binds texts to the parameters of the statement.
  ///
  /// SQLite gets them directly; GRDB would first make values of them, and lists of values.
  init(_ statement: Statement, texts: [String]) throws {
    _statement = statement
    for (index, text) in zip(CInt(1)..., texts) {
      let code = unsafe text.bind(to: statement.sqliteStatement, at: index)
      if code != SQLITE_OK {
        throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: statement.sql)
      }
    }
  }

  deinit {
    // A statement that still stands at a row keeps its snapshot of the file open.
    unsafe sqlite3_reset(_statement.sqliteStatement)
  }

  func _element(sqliteStatement: SQLiteStatement) throws -> DeviceRecord {
    try unsafe DeviceRow.record(RowColumns(of: sqliteStatement))
  }
}
