import Foundation
import GRDB

/// The statements on the table `hold`.
enum HoldRow {
  static func fetch(_ baseURL: String, _ db: Database) throws -> Date? {
    try String.fetchOne(db, sql: "SELECT until FROM hold WHERE base_url = ?", arguments: [baseURL]).flatMap(RFC3339.date)
  }

  static func set(_ until: Date?, of baseURL: String, _ db: Database) throws {
    guard let until else {
      return try db.execute(sql: "DELETE FROM hold WHERE base_url = ?", arguments: [baseURL])
    }
    try db.execute(
      sql: "INSERT INTO hold (base_url, until) VALUES (?, ?) ON CONFLICT (base_url) DO UPDATE SET until = excluded.until",
      arguments: [baseURL, RFC3339.text(until)])
  }
}
