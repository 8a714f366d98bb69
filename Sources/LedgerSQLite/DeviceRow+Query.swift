import GRDB
import Ledger

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
      add("state IN (\(states.map { _ in "?" }.joined(separator: ",")))", StatementArguments(states.map(\.rawValue).sorted()))
      // So that the index that has only these can be used.
      if states.isDisjoint(with: [.created, .adopted]) { add("state NOT IN ('created', 'adopted')", []) }
    }
    if let baseURL { add("base_url = ?", [baseURL]) }
    if let project { add("project = ?", [project]) }
    if let changedSince { add("updated_at >= ?", [RFC3339.text(changedSince)]) }
    if let pattern { add("(key GLOB ? OR name GLOB ?)", [pattern.glob, pattern.glob]) }
    if let changedBy {
      add("EXISTS (SELECT 1 FROM transition WHERE device = device.id AND run_id = ?)", [changedBy.description])
    }
    return (parts.joined(separator: " AND "), arguments)
  }
}

extension NamePattern {
  /// The pattern as SQLite's GLOB has it, in which a bracket means more than itself.
  fileprivate var glob: String { text.replacing("[", with: "[[]") }
}

extension DeviceRow {
  /// Leaps from one scope to the next along the index of keys, whatever their number of rows.
  static func fetchScopes(_ db: Database) throws -> [Scope] {
    var scopes: [Scope] = []
    let first = "SELECT base_url, project FROM device ORDER BY base_url, project LIMIT 1"
    let next = "SELECT base_url, project FROM device WHERE (base_url, project) > (?, ?) ORDER BY base_url, project LIMIT 1"
    var row = try Row.fetchOne(db, sql: first)
    while let found = row {
      let scope = Scope(baseURL: found[0], project: found[1])
      scopes.append(scope)
      row = try Row.fetchOne(db, sql: next, arguments: [scope.baseURL, scope.project])
    }
    return scopes
  }

  static func fetchKeys(around key: String, in scope: Scope, count: Int, _ db: Database) throws -> [String] {
    let place: StatementArguments = [scope.baseURL, scope.project, key, count]
    let rows = "SELECT key FROM device WHERE base_url = ? AND project = ? AND key"
    let before = try String.fetchAll(db, sql: "\(rows) < ? ORDER BY key DESC LIMIT ?", arguments: place)
    return before.reversed() + (try String.fetchAll(db, sql: "\(rows) >= ? ORDER BY key LIMIT ?", arguments: place))
  }
}
