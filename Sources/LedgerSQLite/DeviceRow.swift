import Foundation
import GRDB
import Ledger

/// The statements on the tables `device` and `transition`.
enum DeviceRow {
  static func fetch(_ key: DeviceKey, _ db: Database) throws -> DeviceRecord? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM device WHERE base_url = ? AND project = ? AND key = ?", arguments: place(key)
    ).map(record)
  }

  static func fetchAll(in state: DeviceState, _ db: Database) throws -> [DeviceRecord] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM device WHERE state = ? ORDER BY base_url, project, key", arguments: [state.rawValue]
    ).map(record)
  }

  static func begin(_ intent: Intent, from state: DeviceState?, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO device (base_url, project, key, state, name, request, run_id, updated_at)
        VALUES (?, ?, ?, 'sending', ?, ?, ?, ?)
        ON CONFLICT (base_url, project, key) DO UPDATE SET
          state = 'sending', name = excluded.name, request = excluded.request, run_id = excluded.run_id,
          updated_at = excluded.updated_at, http_status = NULL, response = NULL, device_id = NULL, reason = NULL
        """,
      arguments: place(intent.key) + [intent.name, Data(intent.request), intent.run.description, text(date)])
    try log(intent.key, from: state, to: .sending, reason: nil, by: intent.run, at: date, db)
  }

  static func keep(_ response: RawResponse, for key: DeviceKey, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE device SET http_status = ?, response = ?, updated_at = ?
        WHERE base_url = ? AND project = ? AND key = ? AND state = 'sending'
        """,
      arguments: [response.status, Data(response.body), text(date)] + place(key))
    try requireOneChange(for: key, db)
  }

  static func conclude(_ key: DeviceKey, as outcome: Outcome, by run: RunID, at date: Date, _ db: Database) throws -> DeviceRecord {
    try db.execute(
      sql: """
        UPDATE device SET state = ?, device_id = ?, reason = ?, updated_at = ?
        WHERE base_url = ? AND project = ? AND key = ? AND state = 'sending'
        """,
      arguments: [outcome.state.rawValue, outcome.deviceID, outcome.reason, text(date)] + place(key))
    try requireOneChange(for: key, db)
    try log(key, from: .sending, to: outcome.state, reason: outcome.reason, by: run, at: date, db)
    guard let record = try fetch(key, db) else { throw conflict(key) }
    return record
  }

  static func delete(_ deviceID: String?, in scope: Scope, by run: RunID, at date: Date, _ db: Database) throws {
    let condition =
      "base_url = ? AND project = ? AND state IN ('created', 'quarantined')" + (deviceID == nil ? "" : " AND device_id = ?")
    let arguments: StatementArguments = [scope.baseURL, scope.project] + (deviceID.map { [$0] } ?? [])
    try db.execute(
      sql: """
        INSERT INTO transition (device, from_state, to_state, run_id, at)
        SELECT id, state, 'deleted', ?, ? FROM device WHERE \(condition)
        """,
      arguments: [run.description, text(date)] + arguments)
    try db.execute(
      sql: "UPDATE device SET state = 'deleted', updated_at = ? WHERE \(condition)", arguments: [text(date)] + arguments)
  }

  private static func log(
    _ key: DeviceKey, from: DeviceState?, to: DeviceState, reason: String?, by run: RunID, at date: Date, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO transition (device, from_state, to_state, reason, run_id, at)
        SELECT id, ?, ?, ?, ?, ? FROM device WHERE base_url = ? AND project = ? AND key = ?
        """,
      arguments: [from?.rawValue, to.rawValue, reason, run.description, text(date)] + place(key))
  }

  private static func requireOneChange(for key: DeviceKey, _ db: Database) throws {
    guard db.changesCount == 1 else { throw conflict(key) }
  }

  private static func conflict(_ key: DeviceKey) -> LedgerError {
    LedgerError(
      .conflict, "the ledger's row of '\(key.key)' in project \(key.scope.project) is not being sent; does another run use it?")
  }

  private static func place(_ key: DeviceKey) -> StatementArguments {
    [key.scope.baseURL, key.scope.project, key.key]
  }

  private static func text(_ date: Date) -> String {
    RFC3339.text(date)
  }

  private static func record(_ row: Row) throws -> DeviceRecord {
    let state: String = row["state"]
    guard let state = DeviceState(rawValue: state) else {
      throw LedgerError(.newerSchema, "the ledger holds the unknown state '\(state)'")
    }
    let body: Data? = row["response"]
    let status: Int? = row["http_status"]
    let request: Data = row["request"]
    return DeviceRecord(
      key: DeviceKey(row["key"], in: Scope(baseURL: row["base_url"], project: row["project"])),
      state: state,
      name: row["name"],
      request: Array(request),
      response: body.flatMap { body in status.map { RawResponse(status: $0, body: Array(body)) } },
      deviceID: row["device_id"],
      reason: row["reason"],
      run: RunID(row["run_id"])
    )
  }
}
