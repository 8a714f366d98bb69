import Foundation
import GRDB
import Ledger

/// The statements on the table `transition`, the log of all rows.
enum TransitionRow {
  private static let columns = "id, from_state, to_state, reason, run_id, at"

  static func fetch(
    of device: Int64, last count: Int, _ db: Database
  ) throws -> [TransitionRecord] {
    let sql = "SELECT \(columns) FROM transition WHERE device = ? ORDER BY id DESC LIMIT ?"
    return try Row.fetchAll(db, sql: sql, arguments: [device, count]).reversed().map(record)
  }

  /// Every change with the number of its row, in the order of the rows' numbers.
  static func cursor(
    _ db: Database
  ) throws -> MapCursor<RowCursor, (device: Int64, record: TransitionRecord)> {
    try Row.fetchCursor(db, sql: "SELECT \(columns), device FROM transition ORDER BY device, id")
      .map { row in (row[6], try record(row)) }
  }

  /// Appends an entry to the log and returns its number.
  static func append(
    _ device: Int64, from: DeviceState?, to: DeviceState, reason: String?, by run: RunID,
    at date: Date, _ db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO transition (device, from_state, to_state, reason, run_id, at)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        device, from?.rawValue, to.rawValue, reason, run.description, RFC3339.text(date),
      ])
    return db.lastInsertedRowID
  }

  private static func record(_ row: Row) throws -> TransitionRecord {
    let from: String? = row[1]
    guard let to = DeviceState(rawValue: row[2]), let at = RFC3339.date(row[5]),
      from.map({ DeviceState(rawValue: $0) != nil }) ?? true
    else {
      throw LedgerError(
        .newerSchema,
        "the entry \(row[0] as Int64) of the ledger's log holds a state or a time "
          + "that cannot be read")
    }
    return TransitionRecord(
      number: row[0], from: from.flatMap(DeviceState.init), to: to, reason: row[3],
      run: RunID(row[4]), at: at)
  }
}
