import GRDB
import Ledger

extension DeviceRow {
  /// The columns that `record` reads, in its order.
  static let columns = """
    id, base_url, project, key, state, name, request, marker, http_status, response, device_id, \
    reason, run_id, sent_order, sent_at, looks, needs_person, updated_at, accepted
    """

  private static let byKey =
    "SELECT \(columns) FROM device WHERE base_url = ? AND project = ? AND key = ?"

  static func fetch(_ key: DeviceKey, _ db: Database) throws -> DeviceRecord? {
    let statement = try db.cachedStatement(sql: byKey)
    return try DeviceCursor(statement, texts: [key.scope.baseURL, key.scope.project, key.key])
      .next()
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

  static func fetchExisting(
    in scope: Scope, after number: Int64, limit: Int, _ db: Database
  ) throws -> [ExistingDevice] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, sent_order, device_id FROM device NOT INDEXED
        WHERE base_url = ? AND project = ? AND id > ?
          AND state IN ('created', 'adopted', 'quarantined') AND device_id IS NOT NULL
        ORDER BY id LIMIT ?
        """,
      arguments: [scope.baseURL, scope.project, number, limit]
    ).map { ExistingDevice(number: $0[0], order: $0[1], deviceID: $0[2]) }
  }

  /// Every scope that has a row, sorted by base URL and project.
  ///
  /// It jumps from one scope to the next along the index of keys, so that it reads one row of each.
  static func fetchScopes(_ db: Database) throws -> [Scope] {
    var scopes: [Scope] = []
    let first = "SELECT base_url, project FROM device ORDER BY base_url, project LIMIT 1"
    let next = """
      SELECT base_url, project FROM device WHERE (base_url, project) > (?, ?)
      ORDER BY base_url, project LIMIT 1
      """
    var row = try Row.fetchOne(db, sql: first)
    while let found = row {
      let scope = Scope(baseURL: found[0], project: found[1])
      scopes.append(scope)
      row = try Row.fetchOne(db, sql: next, arguments: [scope.baseURL, scope.project])
    }
    return scopes
  }

  static func fetchKeys(
    around key: String, in scope: Scope, count: Int, _ db: Database
  ) throws -> [String] {
    let arguments: StatementArguments = [scope.baseURL, scope.project, key, count]
    let rows = "SELECT key FROM device WHERE base_url = ? AND project = ? AND key"
    let before = try String.fetchAll(
      db, sql: "\(rows) < ? ORDER BY key DESC LIMIT ?", arguments: arguments)
    let others = try String.fetchAll(
      db, sql: "\(rows) >= ? ORDER BY key LIMIT ?", arguments: arguments)
    return before.reversed() + others
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
    let scope = Scope(baseURL: try row.text(1), project: try row.text(2))
    let intent = Intent(
      DeviceKey(try row.text(3), in: scope), name: try row.text(5), request: try row.blob(6),
      marker: try row.optional(7, RowColumns.text), run: RunID(try row.text(12)))
    return DeviceRecord(
      number: try row.integer(0), intent, order: try row.integer(13), sentAt: try row.date(14),
      changedAt: try row.date(17), state: state, response: response,
      deviceID: try row.optional(10, RowColumns.text),
      reason: try row.optional(11, RowColumns.text), looks: Int(try row.integer(15)),
      needsPerson: try row.integer(16) != 0, isAccepted: try row.integer(18) != 0)
  }
}

extension DeviceQuery {
  /// The conditions as SQL, with their arguments.
  var condition: (sql: String, arguments: StatementArguments) {
    var parts = ["id > ?"]
    var arguments: StatementArguments = [after]
    func add(_ sql: String, _ values: StatementArguments) {
      parts.append(sql)
      arguments += values
    }
    if let states {
      let marks = states.map { _ in "?" }.joined(separator: ",")
      add("state IN (\(marks))", StatementArguments(states.map(\.rawValue).sorted()))
      // With this condition SQLite can use the index that has only these rows.
      if states.isDisjoint(with: [.created, .adopted]) {
        add("state NOT IN ('created', 'adopted')", [])
      }
    }
    if let baseURL { add("base_url = ?", [baseURL]) }
    if let project { add("project = ?", [project]) }
    if let changedSince { add("updated_at >= ?", [RFC3339.text(changedSince)]) }
    if let pattern { add("(key GLOB ? OR name GLOB ?)", [pattern.glob, pattern.glob]) }
    if let changedBy {
      add(
        "EXISTS (SELECT 1 FROM transition WHERE device = device.id AND run_id = ?)",
        [changedBy.description])
    }
    return (parts.joined(separator: " AND "), arguments)
  }
}

extension NamePattern {
  /// The pattern for SQLite's GLOB, in which a bracket has to be quoted.
  fileprivate var glob: String { text.replacing("[", with: "[[]") }
}
