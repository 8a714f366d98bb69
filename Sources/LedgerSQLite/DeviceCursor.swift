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
