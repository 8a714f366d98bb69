import Foundation
import GRDB
import Ledger

/// The statements on the table `project`.
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
      sql: "INSERT OR REPLACE INTO project (base_url, project, look, looked_at) VALUES (?, ?, ?, ?)",
      arguments: [scope.baseURL, scope.project, kind, RFC3339.text(date)])
  }

  static func clear(evenWaived: Bool, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM project" + (evenWaived ? "" : " WHERE look = 'listed'"))
  }
}
