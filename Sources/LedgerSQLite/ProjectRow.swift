import Foundation
import GRDB
import Ledger

/// The statements on the table `project`, which has how each project was looked at.
enum ProjectRow {
  static func fetch(_ scope: Scope, _ db: Database) throws -> ProjectLook? {
    let row = try Row.fetchOne(
      db, sql: "SELECT look, looked_at FROM project WHERE base_url = ? AND project = ?",
      arguments: [scope.baseURL, scope.project])
    guard let row, let date = RFC3339.date(row[1]) else { return nil }
    return row[0] == "waived" ? .waived(date) : .listed(date)
  }

  static func set(_ look: ProjectLook, at scope: Scope, _ db: Database) throws {
    let (kind, date) =
      switch look {
      case .listed(let date): ("listed", date)
      case .waived(let date): ("waived", date)
      }
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO project (base_url, project, look, looked_at) VALUES (?, ?, ?, ?)
        """,
      arguments: [scope.baseURL, scope.project, kind, RFC3339.text(date)])
  }

  static func clear(evenWaived: Bool, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM project" + (evenWaived ? "" : " WHERE look = 'listed'"))
  }
}

/// The statements on the table `foreign_device`, and the one that says who owns a listed device.
enum ForeignRow {
  static func add(_ device: ForeignDevice, in scope: Scope, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO foreign_device (base_url, project, device_id, name) VALUES (?, ?, ?, ?)
        ON CONFLICT (base_url, project, device_id) DO UPDATE SET name = excluded.name
        """
    ).execute(arguments: [scope.baseURL, scope.project, device.id, device.name])
  }

  /// Removes these devices; with nil, all devices of the scope that take a name.
  static func remove(_ deviceIDs: [String]?, in scope: Scope, _ db: Database) throws {
    let ofScope = "DELETE FROM foreign_device WHERE base_url = ? AND project = ?"
    guard let deviceIDs else {
      return try db.execute(
        sql: "\(ofScope) AND name IS NOT NULL", arguments: [scope.baseURL, scope.project])
    }
    let statement = try db.cachedStatement(sql: "\(ofScope) AND device_id = ?")
    for id in deviceIDs { try statement.execute(arguments: [scope.baseURL, scope.project, id]) }
  }

  static func fetch(
    named name: String, in scope: Scope, _ db: Database
  ) throws -> [ForeignDevice] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT device_id FROM foreign_device
        WHERE base_url = ? AND project = ? AND name = ? ORDER BY device_id
        """)
    return try String.fetchAll(statement, arguments: [scope.baseURL, scope.project, name])
      .map { ForeignDevice(id: $0, name: name) }
  }

  static func owners(
    of deviceIDs: [String], in scope: Scope, _ db: Database
  ) throws -> [String: Ownership] {
    let owned = try db.cachedStatement(
      sql: """
        SELECT id, sent_order, state FROM device
        WHERE base_url = ? AND project = ? AND device_id = ? ORDER BY id DESC LIMIT 1
        """)
    let foreign = try db.cachedStatement(
      sql: """
        SELECT name IS NOT NULL FROM foreign_device
        WHERE base_url = ? AND project = ? AND device_id = ?
        """)
    var owners: [String: Ownership] = [:]
    for id in deviceIDs {
      let device: StatementArguments = [scope.baseURL, scope.project, id]
      if let row = try Row.fetchOne(owned, arguments: device) {
        let exists = DeviceState(rawValue: row[2])?.exists ?? false
        owners[id] = .owned(number: row[0], order: row[1], exists: exists)
      } else if let isTaken = try Bool.fetchOne(foreign, arguments: device) {
        owners[id] = .foreign(takesName: isTaken)
      }
    }
    return owners
  }
}
