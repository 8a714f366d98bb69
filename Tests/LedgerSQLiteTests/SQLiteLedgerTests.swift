import Foundation
import GRDB
import Ledger
import TestSupport
import Testing

@testable import LedgerSQLite

struct SQLiteLedgerTests {
  private let folder: TemporaryDirectory
  private let run = RunRecord(
    id: RunID("r"), script: "s.lua", scriptDigest: "d", arguments: ["site": "fra"])
  private let key = DeviceKey("a", in: Scope(baseURL: "https://api", project: "p"))

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func intent() -> Intent {
    Intent(key, name: "a", request: [1], run: run.id)
  }

  @Test func `it keeps the contract of a ledger`() async throws {
    let folder = folder
    try await LedgerConformance {
      try SQLiteLedger(path: folder.file("\(UUID().uuidString).sqlite"))
    }.check()
  }

  @Test func `every commit is synced in write-ahead mode, and only the owner may read the file`()
    async throws
  {
    let ledger = try SQLiteLedger(path: folder.file("deep/er/ledger.sqlite"))
    try await ledger.start(run)
    #expect(try await ledger.pragma("journal_mode") == "wal")
    #expect(try await ledger.pragma("synchronous") == "2")
    #expect(try folder.permissions(of: "deep/er") == 0o700)
    for file in ["ledger.sqlite", "ledger.sqlite-wal"] {
      #expect(try folder.permissions(of: "deep/er/\(file)") == 0o600)
    }
  }

  @Test func `what was written is there when the file is opened again`() async throws {
    let path = folder.file("ledger.sqlite")
    do {
      let ledger = try SQLiteLedger(path: path)
      try await ledger.start(run)
      _ = try await ledger.begin(intent())
      try await ledger.recordResponse(RawResponse(status: 201, body: [7]), for: key)
    }
    let reader = try #require(try SQLiteLedger(reading: path))
    #expect(try await reader.device(key)?.response == RawResponse(status: 201, body: [7]))
    #expect(try await reader.device(key)?.state == .sending)
  }

  @Test func `a reader writes nothing, and a missing file is no ledger`() async throws {
    #expect(try SQLiteLedger(reading: folder.file("none.sqlite")) == nil)
    _ = try SQLiteLedger(path: folder.file("ledger.sqlite"))
    let reader = try #require(try SQLiteLedger(reading: folder.file("ledger.sqlite")))
    await #expect(throws: LedgerError.self) { try await reader.start(run) }
  }

  @Test func `an empty file is no ledger to a reader, and an open one is closed to others`()
    async throws
  {
    #expect(try SQLiteLedger(reading: folder.write("", to: "empty.sqlite")) == nil)
    let path = try folder.write("", to: "open.sqlite", permissions: 0o644)
    try await SQLiteLedger(path: path).close()
    #expect(try folder.permissions(of: "open.sqlite") == 0o600)
  }

  @Test func `a file that a run was killed in making is no ledger to a reader yet`() throws {
    let path = try folder.write("half a page", to: "made.sqlite")
    // A journal that leads back to no page: magic, count and nonce, pages before.
    var journal =
      Data([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]) + Data(repeating: 0, count: 504)
    try journal.write(to: URL(filePath: path + "-journal"))
    #expect(try SQLiteLedger(reading: path) == nil)
    journal[19] = 1
    try journal.write(to: URL(filePath: path + "-journal"))
    #expect(throws: LedgerError.self) { try SQLiteLedger(reading: path) }
  }

  @Test func `every change of state is appended to the log`() async throws {
    let path = folder.file("ledger.sqlite")
    let ledger = try SQLiteLedger(path: path) { Date(timeIntervalSince1970: 0) }
    try await ledger.start(run)
    _ = try await ledger.begin(intent())
    try await ledger.transition(key, .conclude(.rejected(reason: "no")), by: RunID("later"))
    _ = try await ledger.begin(intent())
    try await ledger.recordResponse(RawResponse(status: 201, body: [1]), for: key)
    try await ledger.transition(key, .conclude(.created(deviceID: "d")), by: RunID("r"))
    let rows = try await DatabaseQueue(path: path).read { db in
      try Row.fetchAll(
        db, sql: "SELECT from_state, to_state, reason, run_id, at FROM transition ORDER BY id"
      ).map { row in
        let (from, reason) = (row["from_state"] as String? ?? "-", row["reason"] as String? ?? "-")
        let (to, run, at) = (
          row["to_state"] as String, row["run_id"] as String, row["at"] as String
        )
        return "\(from) \(to) \(reason) \(run) \(at)"
      }
    }
    let at = "1970-01-01T00:00:00.000Z"
    #expect(
      rows == [
        "- sending - r \(at)", "sending rejected no later \(at)", "rejected sending - r \(at)",
        "sending created - r \(at)",
      ])
  }

  @Test
  func `a file that is no database, a folder, and a newer schema are named and left as they are`()
    async throws
  {
    let garbage = try folder.write(
      String(repeating: "not a database ", count: 100), to: "garbage.sqlite")
    for path in [garbage, folder.path] {
      let error = #expect(throws: LedgerError.self) { try SQLiteLedger(path: path) }
      #expect(error?.kind == .cannotOpen)
      #expect(error?.description.contains(path) == true)
    }
    #expect(try String(contentsOfFile: garbage, encoding: .utf8).hasPrefix("not a database"))

    let newer = folder.file("newer.sqlite")
    _ = try SQLiteLedger(path: newer)
    try await DatabaseQueue(path: newer).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999')")
    }
    #expect(throws: LedgerError.self) { try SQLiteLedger(path: newer) }
    let error = #expect(throws: LedgerError.self) { _ = try SQLiteLedger(reading: newer) }
    #expect(error?.kind == .newerSchema)
  }

  @Test func `a write in a cancelled task is carried out all the same`() async throws {
    let ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
    try await ledger.start(run)
    let intent = intent()
    let task = Task {
      try? await eventually("the task is cancelled") { Task.isCancelled }
      #expect(Task.isCancelled)
      return try await ledger.begin(intent)
    }
    task.cancel()
    #expect(try await task.value == .begun(number: 1))
    #expect(try await ledger.device(key)?.state == .sending)
  }
}

extension SQLiteLedger {
  fileprivate func pragma(_ name: String) async throws -> String? {
    try await writer.read { try String.fetchOne($0, sql: "PRAGMA \(name)") }
  }
}
