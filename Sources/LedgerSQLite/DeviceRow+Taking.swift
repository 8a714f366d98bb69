import Foundation
import GRDB
import Ledger

extension DeviceRow {
  /// Makes the row of a device that was not made by a request of ours.
  static func take(_ intent: Intent, as settlement: Settlement, at date: Date, _ db: Database) throws -> DeviceRecord {
    let scope = intent.key.scope
    let known = try fetch(intent.key, db)
    guard known?.state.mayBegin ?? true, let record = DeviceRecord(number: 0, taking: intent, as: settlement, at: date),
      let id = record.deviceID, try isFree(id, for: known?.number, in: scope, db)
    else { throw LedgerError.conflict(over: intent.key) }
    try insert(record, at: date, db)
    guard let taken = try fetch(intent.key, db) else { throw LedgerError.conflict(over: intent.key) }
    _ = try log(taken.number, from: known?.state, to: taken.state, reason: taken.reason, by: intent.run, at: date, db)
    if let lost = known?.deviceID, lost != id { try ForeignRow.add(ForeignDevice(id: lost, name: nil), in: scope, db) }
    try ForeignRow.remove([id], in: scope, db)
    return taken
  }

  private static func isFree(_ id: String, for number: Int64?, in scope: Scope, _ db: Database) throws -> Bool {
    guard case .owned(let owner, _, _)? = try ForeignRow.owners(of: [id], in: scope, db)[id] else { return true }
    return owner == number
  }

  private static func insert(_ record: DeviceRecord, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO device (
          base_url, project, key, state, name, request, http_status, response, device_id, reason, run_id, sent_order, sent_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
        ON CONFLICT (base_url, project, key) DO UPDATE SET
          state = excluded.state, name = excluded.name, request = excluded.request, marker = NULL,
          http_status = excluded.http_status, response = excluded.response, device_id = excluded.device_id,
          reason = excluded.reason, run_id = excluded.run_id, sent_order = 0, sent_at = excluded.sent_at, looks = 0,
          needs_person = 0, accepted = 0, updated_at = excluded.updated_at
        """,
      arguments: [
        record.key.scope.baseURL, record.key.scope.project, record.key.key, record.state.rawValue, record.name,
        Data(record.request), record.response?.status, record.response.map { Data($0.body) }, record.deviceID, record.reason,
        record.run.description, RFC3339.text(date), RFC3339.text(date),
      ])
  }
}
