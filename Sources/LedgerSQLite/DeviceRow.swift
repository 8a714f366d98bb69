import Foundation
import GRDB
import Ledger

/// The statements on the tables `device` and `transition`.
enum DeviceRow {
  private static let columns =
    "id, base_url, project, key, state, name, request, marker, http_status, response, device_id, reason, run_id, sent_order, sent_at, looks, needs_person, updated_at, accepted"

  private static let ofKey = "SELECT \(columns) FROM device WHERE base_url = ? AND project = ? AND key = ?"

  static func fetch(_ key: DeviceKey, _ db: Database) throws -> DeviceRecord? {
    try DeviceCursor(db.cachedStatement(sql: ofKey), texts: [key.scope.baseURL, key.scope.project, key.key]).next()
  }

  static func fetchPage(_ query: DeviceQuery, _ db: Database) throws -> [DeviceRecord] {
    let (condition, arguments) = query.condition
    let sql = "SELECT \(columns) FROM device WHERE \(condition) ORDER BY id LIMIT ?"
    return try Array(DeviceCursor(db.makeStatement(sql: sql), arguments + [query.limit]))
  }

  /// Every row, in the order of the numbers.
  static func cursor(_ db: Database) throws -> DeviceCursor {
    try DeviceCursor(db.makeStatement(sql: "SELECT \(columns) FROM device ORDER BY id"))
  }

  static func fetchExisting(in scope: Scope, after number: Int64, limit: Int, _ db: Database) throws -> [ExistingDevice] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, sent_order, device_id FROM device NOT INDEXED
        WHERE base_url = ? AND project = ? AND id > ? AND state IN ('created', 'adopted', 'quarantined') AND device_id IS NOT NULL
        ORDER BY id LIMIT ?
        """,
      arguments: [scope.baseURL, scope.project, number, limit]
    ).map { ExistingDevice(number: $0[0], order: $0[1], deviceID: $0[2]) }
  }

  /// Begins the row anew where it is `known`, else makes it; returns its number.
  static func begin(_ intent: Intent, over known: DeviceRecord?, at date: Date, _ db: Database) throws -> Int64 {
    let scope = intent.key.scope
    if let known {
      if let id = known.deviceID { try ForeignRow.add(ForeignDevice(id: id, name: nil), in: scope, db) }
      let order = try log(known.number, from: known.state, to: .sending, reason: nil, by: intent.run, at: date, db)
      try db.cachedStatement(
        sql: """
          UPDATE device SET state = 'sending', name = ?, request = ?, marker = ?, run_id = ?, sent_order = ?, sent_at = ?,
            updated_at = ?, http_status = NULL, response = NULL, device_id = NULL, reason = NULL, looks = 0, needs_person = 0, accepted = 0
          WHERE id = ?
          """
      ).execute(
        arguments: [
          intent.name, Data(intent.request), intent.marker, intent.run.description, order, RFC3339.text(date), RFC3339.text(date),
          known.number,
        ])
      return known.number
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO device (base_url, project, key, state, name, request, marker, run_id, sent_order, sent_at, updated_at)
        VALUES (?, ?, ?, 'sending', ?, ?, ?, ?, (SELECT ifnull(max(id), 0) + 1 FROM transition), ?, ?)
        """
    ).execute(
      arguments: [
        scope.baseURL, scope.project, intent.key.key, intent.name, Data(intent.request), intent.marker, intent.run.description,
        RFC3339.text(date), RFC3339.text(date),
      ])
    let number = db.lastInsertedRowID
    _ = try log(number, from: nil, to: .sending, reason: nil, by: intent.run, at: date, db)
    return number
  }

  static func keep(_ response: RawResponse, for key: DeviceKey, at date: Date, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE device SET http_status = ?, response = ?, updated_at = ?
        WHERE base_url = ? AND project = ? AND key = ? AND state = 'sending'
        """
    ).execute(
      arguments: [
        response.status, Data(response.body), RFC3339.text(date), key.scope.baseURL, key.scope.project, key.key,
      ])
    guard db.changesCount == 1 else { throw LedgerError.conflict(over: key) }
  }

  static func move(
    _ key: DeviceKey, _ transition: Transition, by run: RunID, at date: Date, _ db: Database
  ) throws -> DeviceRecord {
    guard let record = try fetch(key, db), let after = record.after(transition, at: date) else {
      throw LedgerError.conflict(over: key)
    }
    try write(after, over: record, by: run, at: date, db)
    return after
  }

  static func noteLook(
    for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE device SET looks = looks + ?, reason = ?, needs_person = ?
        WHERE base_url = ? AND project = ? AND key = ? AND state = 'unknown'
        """,
      arguments: [isCounted ? 1 : 0, reason, needsPerson, key.scope.baseURL, key.scope.project, key.key])
    guard db.changesCount == 1 else { throw LedgerError.conflict(over: key) }
  }

  static func delete(_ deviceID: String?, in scope: Scope, by run: RunID, at date: Date, _ db: Database) throws {
    let condition = "base_url = ? AND project = ?" + (deviceID == nil ? "" : " AND device_id = ?")
    let devices = try DeviceCursor(
      db.makeStatement(sql: "SELECT \(columns) FROM device WHERE \(condition)"),
      [scope.baseURL, scope.project] + StatementArguments(deviceID.map { [$0] } ?? []))
    while let record = try devices.next() {
      if let after = record.after(.delete, at: date) { try write(after, over: record, by: run, at: date, db) }
    }
  }

  /// Writes down what a move changes, and the move.
  private static func write(
    _ after: DeviceRecord, over before: DeviceRecord, by run: RunID, at date: Date, _ db: Database
  ) throws {
    var assignments = "state = ?, device_id = ?, reason = ?, needs_person = ?, accepted = ?, updated_at = ?"
    var arguments: StatementArguments = [
      after.state.rawValue, after.deviceID, after.reason, after.needsPerson, after.isAccepted, RFC3339.text(date),
    ]
    if after.response != before.response {
      assignments += ", http_status = ?, response = ?"
      arguments += [after.response?.status, after.response.map { Data($0.body) }]
    }
    try db.cachedStatement(sql: "UPDATE device SET \(assignments) WHERE id = ?").execute(arguments: arguments + [after.number])
    _ = try log(after.number, from: before.state, to: after.state, reason: after.reason, by: run, at: date, db)
  }

  /// Returns the number of the log's entry.
  static func log(
    _ device: Int64, from: DeviceState?, to: DeviceState, reason: String?, by run: RunID, at date: Date, _ db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: "INSERT INTO transition (device, from_state, to_state, reason, run_id, at) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [device, from?.rawValue, to.rawValue, reason, run.description, RFC3339.text(date)])
    return db.lastInsertedRowID
  }

  /// Reads a row of `columns`.
  static func record(_ row: RowColumns) throws(LedgerError) -> DeviceRecord {
    guard let state = DeviceState(rawValue: try row.text(4)) else { throw row.damaged(4) }
    let response: RawResponse? =
      if let status = try row.optional(8, RowColumns.integer) {
        RawResponse(status: Int(status), body: try row.blob(9))
      } else {
        nil
      }
    let intent = Intent(
      DeviceKey(try row.text(3), in: Scope(baseURL: try row.text(1), project: try row.text(2))), name: try row.text(5),
      request: try row.blob(6), marker: try row.optional(7, RowColumns.text), run: RunID(try row.text(12)))
    return DeviceRecord(
      number: try row.integer(0), intent, order: try row.integer(13), sentAt: try row.date(14), changedAt: try row.date(17),
      state: state, response: response, deviceID: try row.optional(10, RowColumns.text),
      reason: try row.optional(11, RowColumns.text), looks: Int(try row.integer(15)), needsPerson: try row.integer(16) != 0,
      isAccepted: try row.integer(18) != 0)
  }
}
