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
