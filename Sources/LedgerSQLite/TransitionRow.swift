import Foundation
import GRDB
import Ledger

/// The statements that read the table `transition`.
enum TransitionRow {
  static func fetch(of device: Int64, last count: Int, _ db: Database) throws -> [TransitionRecord] {
    try Row.fetchAll(
      db,
      sql: "SELECT id, from_state, to_state, reason, run_id, at FROM transition WHERE device = ? ORDER BY id DESC LIMIT ?",
      arguments: [device, count]
    ).reversed().map(record)
  }

  /// Every change, row by row, with the number of its row.
  static func cursor(_ db: Database) throws -> MapCursor<RowCursor, (device: Int64, record: TransitionRecord)> {
    try Row.fetchCursor(
      db, sql: "SELECT id, from_state, to_state, reason, run_id, at, device FROM transition ORDER BY device, id"
    ).map { row in (row[6], try record(row)) }
  }

  /// Returns the number of the log's entry.
  static func append(
    _ device: Int64, from: DeviceState?, to: DeviceState, reason: String?, by run: RunID, at date: Date, _ db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: "INSERT INTO transition (device, from_state, to_state, reason, run_id, at) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [device, from?.rawValue, to.rawValue, reason, run.description, RFC3339.text(date)])
    return db.lastInsertedRowID
  }

  private static func record(_ row: Row) throws -> TransitionRecord {
    let from: String? = row[1]
    guard let to = DeviceState(rawValue: row[2]), let at = RFC3339.date(row[5]),
      from.map({ DeviceState(rawValue: $0) != nil }) ?? true
    else {
      throw LedgerError(
        .newerSchema, "the entry \(row[0] as Int64) of the ledger's log holds a state or a time that cannot be read")
    }
    return TransitionRecord(
      number: row[0], from: from.flatMap(DeviceState.init), to: to, reason: row[3], run: RunID(row[4]), at: at)
  }
}
