import GRDB
import Ledger
import TestSupport
import Testing

@testable import LedgerSQLite

struct RowColumnsTests {
  private let path: String
  private let folder: TemporaryDirectory
  private let key = DeviceKey("é", in: Scope(baseURL: "https://api", project: "p"))

  init() async throws {
    folder = try TemporaryDirectory()
    path = folder.file("ledger.sqlite")
    let run = RunRecord(id: RunID("r"), script: "s.lua", scriptDigest: "d")
    let ledger = try SQLiteLedger(path: path)
    try await ledger.start(run)
    _ = try await ledger.begin(Intent(key, name: "", request: [], run: run.id))
    try await ledger.recordResponse(RawResponse(status: 201, body: [0, 7]), for: key)
    try await ledger.close()
  }

  @Test func `empty texts and bytes are not NULL`() async throws {
    let record = try #require(try await SQLiteLedger(path: path).device(key))
    #expect(record.key == key && record.name == "" && record.request == [])
    #expect(record.marker == nil && record.response?.body == [0, 7])
  }

  @Test(arguments: [
    ("name", "NULL"), ("name", "x'61'"), ("marker", "x'07'"), ("request", "'text'"),
    ("http_status", "'ok'"), ("response", "NULL"),
    ("looks", "1.5"), ("state", "'lost'"), ("sent_at", "'yesterday'"), ("updated_at", "NULL"),
  ])
  func `a column that holds what it may not is named with its row`(column: String, value: String)
    async throws
  {
    try await damage(column, value)
    let ledger = try SQLiteLedger(path: path)
    let damaged = LedgerError(
      .damaged, "the column \(column) in row 1 of the ledger cannot be read; restore a backup")
    await #expect(throws: damaged) { try await ledger.device(key) }
    await #expect(throws: damaged) { try await ledger.devices(DeviceQuery()) }
  }

  /// Writes what the table's own rules refuse.
  private func damage(_ column: String, _ value: String) async throws {
    try await DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: """
          PRAGMA writable_schema = ON;
          UPDATE sqlite_schema
          SET sql = replace(replace(sql, ' STRICT', ''), 'TEXT NOT NULL', 'TEXT')
          WHERE name = 'device';
          """)
    }
    try await DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: "PRAGMA ignore_check_constraints = ON; UPDATE device SET \(column) = \(value)")
    }
  }
}
