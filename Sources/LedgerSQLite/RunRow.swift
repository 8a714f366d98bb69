import Foundation
import GRDB
import Ledger

/// The statements on the table `run`.
enum RunRow {
  static func start(_ run: RunRecord, at date: Date, _ db: Database) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let arguments = String(decoding: try encoder.encode(run.arguments), as: UTF8.self)
    try db.execute(
      sql: "INSERT INTO run (id, script, arguments, started_at) VALUES (?, ?, ?, ?)",
      arguments: [run.id.description, run.script, arguments, RFC3339.text(date)])
  }

  static func finish(_ run: RunID, exitStatus: Int, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE run SET ended_at = ?, exit_status = ? WHERE id = ?",
      arguments: [RFC3339.text(date), exitStatus, run.description])
  }
}
