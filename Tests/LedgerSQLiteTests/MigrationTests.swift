import Foundation
import GRDB
import Ledger
import TestSupport
import Testing

@testable import LedgerSQLite

/// A ledger that an older version wrote is copied before it is changed, and loses nothing.
struct MigrationTests {
  private let folder: TemporaryDirectory
  private var path: String { folder.file("ledger.sqlite") }

  init() throws {
    folder = try TemporaryDirectory()
  }

  /// A ledger as the first three migrations leave it.
  private func old(_ path: String, rows: Int) throws {
    var migrator = DatabaseMigrator()
    for (name, statements) in Schema.migrations.prefix(3) {
      migrator.registerMigration(name) { db in try db.execute(sql: statements) }
    }
    let file = try DatabaseQueue(path: path)
    try migrator.migrate(file)
    try file.write { db in
      try db.execute(
        sql: """
          INSERT INTO run (id, script, arguments, started_at)
          VALUES ('r', 's', '{}', '2026-01-01T00:00:00.000Z')
          """)
      for row in 0..<rows {
        let number = row + 1
        try db.execute(
          sql: """
            INSERT INTO device (
              id, base_url, project, key, state, name, request, http_status, response, device_id,
              run_id, updated_at)
            VALUES (
              ?, 'u', 'p', ?, 'created', ?, x'7B7D', 201, ?, ?,
              'r', '2026-01-01T00:00:02.000Z')
            """,
          arguments: [
            number, "d\(number)", "d\(number)", Data(Fleet.answer(number).body), "id-\(number)",
          ])
        for (from, to) in [(nil, "sending"), ("sending", "created")] as [(String?, String)] {
          try db.execute(
            sql: """
              INSERT INTO transition (device, from_state, to_state, run_id, at)
              VALUES (?, ?, ?, 'r', '2026-01-01T00:00:01.000Z')
              """,
            arguments: [number, from, to])
        }
      }
    }
    try file.close()
  }

  private func backups() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.contains("backup") && !$0.contains("-wal") && !$0.contains("-shm")
    }.sorted()
  }

  @Test func `a migration keeps a private copy of the old file, and every row`() async throws {
    try old(path, rows: 3)
    let ledger = try SQLiteLedger(path: path)
    #expect(try await ledger.devices(in: .created).map(\.key.key) == ["d1", "d2", "d3"])
    #expect(try await ledger.devices(in: .created).map(\.order) == [1, 3, 5])
    #expect(try await ledger.run(RunID("r"))?.jobID == "")
    try await ledger.close()
    #expect(try backups() == ["ledger.sqlite.schema-3.backup"])
    #expect(try folder.permissions(of: "ledger.sqlite.schema-3.backup") == 0o600)
    let copy = try DatabaseQueue(path: folder.file("ledger.sqlite.schema-3.backup"))
    #expect(
      try await copy.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM device") } == 3)
    #expect(
      try await copy.read { db in try db.columns(in: "device").contains { $0.name == "accepted" } }
        == false)
    let audit = RowAudit { response, id in response == Fleet.answer(Int(id.dropFirst(3)) ?? 0) }
    #expect(try SQLiteExamination(of: path).execute(audit, upTo: 10).violations == [])
    try await SQLiteLedger(path: path).close()
    #expect(try backups().count == 1, "what is up to date is not copied")
  }

  @Test func `a new ledger, and one without devices, has nothing to keep`() async throws {
    try old(path, rows: 0)
    try await SQLiteLedger(path: path).close()
    try await SQLiteLedger(path: folder.file("new.sqlite")).close()
    #expect(try backups() == [])
  }

  @Test func `three copies of a version are kept, the newest under the plain name`() async throws {
    for rows in 1...5 {
      try? FileManager.default.removeItem(atPath: path)
      try old(path, rows: rows)
      try await SQLiteLedger(path: path).close()
    }
    let names = [
      "ledger.sqlite.schema-3.backup", "ledger.sqlite.schema-3.backup.1",
      "ledger.sqlite.schema-3.backup.2",
    ]
    #expect(try backups() == names)
    for (name, rows) in zip(names, [5, 4, 3]) {
      let count = try await DatabaseQueue(path: folder.file(name)).read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM device")
      }
      #expect(count == rows, "\(name)")
    }
  }
}
