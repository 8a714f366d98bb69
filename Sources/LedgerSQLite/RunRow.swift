import Foundation
import GRDB
import Ledger

/// The statements on the table `run`.
enum RunRow {
  static func start(_ run: RunRecord, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO run (
          id, command, script, script_digest, arguments, subject, module_digests, counts,
          started_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.id.description, run.command, run.script, run.scriptDigest, try json(run.arguments),
        run.jobID, try json(run.moduleDigests), try json(run.counts), RFC3339.text(date),
      ])
  }

  static func update(_ run: RunRecord, at date: Date, _ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE run SET arguments = ?, module_digests = ?, counts = ?, exit_status = ?, ended_at = ?
        WHERE id = ?
        """,
      arguments: [
        try json(run.arguments), try json(run.moduleDigests), try json(run.counts), run.exitStatus,
        run.exitStatus == nil ? nil : RFC3339.text(date), run.id.description,
      ])
  }

  static func fetch(_ id: RunID, _ db: Database) throws -> RunRecord? {
    try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id.description])
      .map(record)
  }

  static func fetch(last count: Int, _ db: Database) throws -> [RunRecord] {
    try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY rowid DESC LIMIT ?", arguments: [count])
      .map(record)
  }

  static func fetch(
    since: Date?, before run: RunID?, limit: Int, _ db: Database
  ) throws -> [RunRecord] {
    let condition =
      (since == nil ? "1" : "started_at >= ?")
      + (run == nil ? "" : " AND rowid < (SELECT rowid FROM run WHERE id = ?)")
    let arguments = StatementArguments(
      [since.map(RFC3339.text), run?.description].compactMap(\.self))
    return try Row.fetchAll(
      db, sql: "SELECT * FROM run WHERE \(condition) ORDER BY rowid DESC LIMIT ?",
      arguments: arguments + [limit]
    ).map(record)
  }

  /// How many devices the other runs of a job have made.
  ///
  /// Indexes alone answer it, so that a million devices cost no more than their entries.
  static func countDevices(ofJob jobID: String, besides run: RunID, _ db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM device INDEXED BY device_by_run
        WHERE state IN ('created', 'adopted')
          AND run_id IN (SELECT id FROM run WHERE subject = ? AND subject <> '' AND id <> ?)
        """,
      arguments: [jobID, run.description]) ?? 0
  }

  private static func record(_ row: Row) throws -> RunRecord {
    var run = RunRecord(
      id: RunID(row["id"]), command: row["command"], script: row["script"],
      scriptDigest: row["script_digest"], arguments: try object(row["arguments"]),
      jobID: row["subject"], exitStatus: row["exit_status"])
    run.moduleDigests = try object(row["module_digests"])
    run.counts = try object(row["counts"])
    run.startedAt = (row["started_at"] as String?).flatMap(RFC3339.date)
    run.endedAt = (row["ended_at"] as String?).flatMap(RFC3339.date)
    return run
  }

  private static func object<Field: Decodable>(_ json: String) throws -> [String: Field] {
    try JSONDecoder().decode([String: Field].self, from: Data(json.utf8))
  }

  private static func json<Field: Encodable>(_ fields: [String: Field]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(fields), as: UTF8.self)
  }
}

/// The statements on the table `told`.
enum NotifiedRow {
  static func fetch(_ jobID: String, _ db: Database) throws -> [String: Notified] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT kind, digest, at FROM told WHERE subject = ?", arguments: [jobID])
    return rows.reduce(into: [:]) { notified, row in
      if let at = RFC3339.date(row[2]) { notified[row[0]] = Notified(digest: row[1], at: at) }
    }
  }

  static func set(_ all: [String: Notified], _ jobID: String, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM told WHERE subject = ?", arguments: [jobID])
    for (kind, notified) in all {
      try db.execute(
        sql: "INSERT INTO told (subject, kind, digest, at) VALUES (?, ?, ?, ?)",
        arguments: [jobID, kind, notified.digest, RFC3339.text(notified.at)])
    }
  }
}

/// The statements on the table `hold`.
enum HoldRow {
  static func fetch(_ baseURL: String, _ db: Database) throws -> Date? {
    try String.fetchOne(db, sql: "SELECT until FROM hold WHERE base_url = ?", arguments: [baseURL])
      .flatMap(RFC3339.date)
  }

  static func set(_ until: Date?, of baseURL: String, _ db: Database) throws {
    guard let until else {
      return try db.execute(sql: "DELETE FROM hold WHERE base_url = ?", arguments: [baseURL])
    }
    try db.execute(
      sql: """
        INSERT INTO hold (base_url, until) VALUES (?, ?)
        ON CONFLICT (base_url) DO UPDATE SET until = excluded.until
        """,
      arguments: [baseURL, RFC3339.text(until)])
  }
}
