import Foundation
import GRDB
import Ledger

/// The statements on the table `run`.
enum RunRow {
  static func start(_ run: RunRecord, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO run (id, script, script_digest, arguments, module_digests, started_at) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        run.id.description, run.script, run.scriptDigest, try json(run.arguments), try json(run.moduleDigests), RFC3339.text(date),
      ])
  }

  static func update(_ run: RunRecord, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE run SET arguments = ?, module_digests = ?, exit_status = ?, ended_at = ? WHERE id = ?",
      arguments: [
        try json(run.arguments), try json(run.moduleDigests), run.exitStatus, run.exitStatus == nil ? nil : RFC3339.text(date),
        run.id.description,
      ])
  }

  static func fetch(last count: Int, _ db: Database) throws -> [RunRecord] {
    try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY rowid DESC LIMIT ?", arguments: [count]).map { row in
      var run = RunRecord(
        id: RunID(row["id"]), script: row["script"], scriptDigest: row["script_digest"], arguments: try pairs(row["arguments"]),
        exitStatus: row["exit_status"])
      run.moduleDigests = try pairs(row["module_digests"])
      return run
    }
  }

  private static func pairs(_ json: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
  }

  private static func json(_ pairs: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(pairs), as: UTF8.self)
  }
}
