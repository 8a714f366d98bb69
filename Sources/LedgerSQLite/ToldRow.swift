import GRDB
import Ledger

/// The statements on the table `told`.
enum ToldRow {
  static func fetch(_ subject: String, _ db: Database) throws -> [String: Told] {
    let rows = try Row.fetchAll(db, sql: "SELECT kind, digest, at FROM told WHERE subject = ?", arguments: [subject])
    return rows.reduce(into: [:]) { told, row in
      if let at = RFC3339.date(row[2]) { told[row[0]] = Told(digest: row[1], at: at) }
    }
  }

  static func set(_ told: [String: Told], _ subject: String, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM told WHERE subject = ?", arguments: [subject])
    for (kind, told) in told {
      try db.execute(
        sql: "INSERT INTO told (subject, kind, digest, at) VALUES (?, ?, ?, ?)",
        arguments: [subject, kind, told.digest, RFC3339.text(told.at)])
    }
  }
}
