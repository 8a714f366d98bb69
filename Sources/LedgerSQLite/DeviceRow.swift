import Foundation
import GRDB
import Ledger

/// The statements on the table `device`; each change of a state is logged in `transition`.
enum DeviceRow {
  /// Begins the `known` row again, or makes a new one; returns its number.
  static func begin(
    _ intent: Intent, over known: DeviceRecord?, at date: Date, _ db: Database
  ) throws -> Int64 {
    if let known {
      try beginAgain(known, intent, at: date, db)
      return known.number
    }
    let scope = intent.key.scope
    try db.cachedStatement(
      sql: """
        INSERT INTO device (
          base_url, project, key, state, name, request, marker, run_id, sent_order, sent_at,
          updated_at)
        VALUES (
          ?, ?, ?, 'sending', ?, ?, ?, ?, (SELECT ifnull(max(id), 0) + 1 FROM transition), ?, ?)
        """
    ).execute(
      arguments: [
        scope.baseURL, scope.project, intent.key.key, intent.name, Data(intent.request),
        intent.marker, intent.run.description, RFC3339.text(date), RFC3339.text(date),
      ])
    let number = db.lastInsertedRowID
    _ = try TransitionRow.append(
      number, from: nil, to: .sending, reason: nil, by: intent.run, at: date, db)
    return number
  }

  private static func beginAgain(
    _ known: DeviceRecord, _ intent: Intent, at date: Date, _ db: Database
  ) throws {
    if let id = known.deviceID {
      try ForeignRow.add(ForeignDevice(id: id, name: nil), in: intent.key.scope, db)
    }
    let order = try TransitionRow.append(
      known.number, from: known.state, to: .sending, reason: nil, by: intent.run, at: date, db)
    try db.cachedStatement(
      sql: """
        UPDATE device SET
          state = 'sending', name = ?, request = ?, marker = ?, run_id = ?, sent_order = ?,
          sent_at = ?, updated_at = ?, http_status = NULL, response = NULL, device_id = NULL,
          reason = NULL, looks = 0, needs_person = 0, accepted = 0
        WHERE id = ?
        """
    ).execute(
      arguments: [
        intent.name, Data(intent.request), intent.marker, intent.run.description, order,
        RFC3339.text(date), RFC3339.text(date), known.number,
      ])
  }

  static func recordResponse(
    _ response: RawResponse, for key: DeviceKey, at date: Date, _ db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        UPDATE device SET http_status = ?, response = ?, updated_at = ?
        WHERE base_url = ? AND project = ? AND key = ? AND state = 'sending'
        """
    ).execute(
      arguments: [
        response.status, Data(response.body), RFC3339.text(date), key.scope.baseURL,
        key.scope.project, key.key,
      ])
    guard db.changesCount == 1 else { throw LedgerError.conflict(over: key) }
  }

  static func transition(
    _ key: DeviceKey, _ transition: Transition, by run: RunID, at date: Date, _ db: Database
  ) throws -> DeviceRecord {
    guard let record = try fetch(key, db), let after = record.after(transition, at: date) else {
      throw LedgerError.conflict(over: key)
    }
    try write(after, over: record, by: run, at: date, db)
    return after
  }

  static func noteUnsettled(
    for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE device SET looks = looks + ?, reason = ?, needs_person = ?
        WHERE base_url = ? AND project = ? AND key = ? AND state = 'unknown'
        """,
      arguments: [
        isCounted ? 1 : 0, reason, needsPerson, key.scope.baseURL, key.scope.project, key.key,
      ])
    guard db.changesCount == 1 else { throw LedgerError.conflict(over: key) }
  }

  static func delete(
    _ deviceID: String?, in scope: Scope, by run: RunID, at date: Date, _ db: Database
  ) throws {
    let condition = "base_url = ? AND project = ?" + (deviceID == nil ? "" : " AND device_id = ?")
    let devices = try DeviceCursor(
      db.makeStatement(sql: "SELECT \(columns) FROM device WHERE \(condition)"),
      [scope.baseURL, scope.project] + StatementArguments(deviceID.map { [$0] } ?? []))
    while let record = try devices.next() {
      if let after = record.after(.delete, at: date) {
        try write(after, over: record, by: run, at: date, db)
      }
    }
  }

  /// Writes what a transition changes in a row, and the log's entry for it.
  private static func write(
    _ after: DeviceRecord, over before: DeviceRecord, by run: RunID, at date: Date, _ db: Database
  ) throws {
    var assignments =
      "state = ?, device_id = ?, reason = ?, needs_person = ?, accepted = ?, updated_at = ?"
    var arguments: StatementArguments = [
      after.state.rawValue, after.deviceID, after.reason, after.needsPerson, after.isAccepted,
      RFC3339.text(date),
    ]
    if after.response != before.response {
      assignments += ", http_status = ?, response = ?"
      arguments += [after.response?.status, after.response.map { Data($0.body) }]
    }
    try db.cachedStatement(sql: "UPDATE device SET \(assignments) WHERE id = ?")
      .execute(arguments: arguments + [after.number])
    _ = try TransitionRow.append(
      after.number, from: before.state, to: after.state, reason: after.reason, by: run, at: date,
      db)
  }

  /// Makes the row of a device that no request of this ledger made.
  static func adoptExisting(
    _ intent: Intent, as settlement: Settlement, at date: Date, _ db: Database
  ) throws -> DeviceRecord {
    let scope = intent.key.scope
    let known = try fetch(intent.key, db)
    guard known?.state.mayBegin ?? true,
      let record = DeviceRecord(number: 0, taking: intent, as: settlement, at: date),
      let id = record.deviceID, try isFree(id, for: known?.number, in: scope, db)
    else { throw LedgerError.conflict(over: intent.key) }
    try insert(record, at: date, db)
    guard let adopted = try fetch(intent.key, db) else {
      throw LedgerError.conflict(over: intent.key)
    }
    _ = try TransitionRow.append(
      adopted.number, from: known?.state, to: adopted.state, reason: adopted.reason,
      by: intent.run, at: date, db)
    if let lost = known?.deviceID, lost != id {
      try ForeignRow.add(ForeignDevice(id: lost, name: nil), in: scope, db)
    }
    try ForeignRow.remove([id], in: scope, db)
    return adopted
  }

  /// Whether no row but the one of this number has the device.
  private static func isFree(
    _ id: String, for number: Int64?, in scope: Scope, _ db: Database
  ) throws -> Bool {
    let owner = try ForeignRow.owners(of: [id], in: scope, db)[id]
    guard case .owned(let owner, _, _)? = owner else { return true }
    return owner == number
  }

  private static func insert(_ record: DeviceRecord, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO device (
          base_url, project, key, state, name, request, http_status, response, device_id, reason,
          run_id, sent_order, sent_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
        ON CONFLICT (base_url, project, key) DO UPDATE SET
          state = excluded.state, name = excluded.name, request = excluded.request, marker = NULL,
          http_status = excluded.http_status, response = excluded.response,
          device_id = excluded.device_id, reason = excluded.reason, run_id = excluded.run_id,
          sent_order = 0, sent_at = excluded.sent_at, looks = 0, needs_person = 0, accepted = 0,
          updated_at = excluded.updated_at
        """,
      arguments: [
        record.key.scope.baseURL, record.key.scope.project, record.key.key, record.state.rawValue,
        record.name, Data(record.request), record.response?.status,
        record.response.map { Data($0.body) }, record.deviceID, record.reason,
        record.run.description, RFC3339.text(date), RFC3339.text(date),
      ])
  }
}
