import Foundation
import GRDB
import TestSupport
import Testing

@testable import LedgerSQLite

struct GroupCommitTests {
  private let folder: TemporaryDirectory
  private let database: DatabaseQueue
  private let commits: GroupCommit

  init() throws {
    folder = try TemporaryDirectory()
    database = try DatabaseQueue(path: folder.file("group.sqlite"))
    try database.write { db in try db.execute(sql: "CREATE TABLE t (n INTEGER PRIMARY KEY)") }
    commits = GroupCommit(database)
  }

  private func insert(_ number: Int) async throws {
    try await commits.write { db in
      try db.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
    }
  }

  private func count() throws -> Int {
    try database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM t") } ?? 0
  }

  @Test func `those that wait together are committed together`() async throws {
    let observer = CommitCounter()
    database.add(transactionObserver: observer, extent: .databaseLifetime)
    // The queue is held until all of them wait.
    let (isHeld, held) = AsyncStream.makeStream(of: Void.self)
    let gate = DispatchSemaphore(value: 0)
    database.asyncWriteWithoutTransaction { _ in
      held.finish()
      gate.wait()
    }
    for await _ in isHeld {}
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 { group.addImmediateTask { try await insert(number) } }
      gate.signal()
      try await group.waitForAll()
    }
    #expect(try count() == 64)
    #expect(observer.commits == 1)
  }

  @Test func `one that fails is undone alone, and all others are there`() async throws {
    try await insert(7)
    let failures = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<20 {
        group.addTask {
          do {
            try await insert(number)
            return false
          } catch {
            return true
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failures == 1)
    #expect(try count() == 20)
  }

  @Test func `when the commit fails every one of them has failed`() async throws {
    try await database.write { db in
      try db.execute(
        sql: """
          CREATE TABLE parent (id INTEGER PRIMARY KEY);
          CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
          """)
    }
    let failures = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<10 {
        group.addTask {
          do {
            try await commits.write { db in
              try db.execute(sql: "INSERT INTO child VALUES (?)", arguments: [number + 1])
            }
            return false
          } catch {
            return true
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failures == 10)
    #expect(
      try await database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM child") } == 0
    )
    try await insert(1)
    #expect(try count() == 1)
  }
}

private final class CommitCounter: TransactionObserver {
  private(set) var commits = 0

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
  func databaseDidChange(with event: DatabaseEvent) {}
  func databaseDidCommit(_ db: Database) { commits += 1 }
  func databaseDidRollback(_ db: Database) {}
}
