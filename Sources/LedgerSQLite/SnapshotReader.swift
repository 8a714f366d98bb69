import GRDB
import Synchronization

/// Reads through a connection of its own, in one transaction until a write is committed.
///
/// To begin a transaction takes file locks, which cost as much time as a query. It reads on the
/// caller's thread, since a query for one key takes less time than a change of threads.
final class SnapshotReader: Sendable {
  private let database: DatabaseQueue
  /// The writes of this process; nil if other processes write, and every read is a transaction.
  private let commits: GroupCommit?
  /// The count of commits at which the open transaction began.
  private let snapshot = Atomic(-1)

  /// If there are `commits`, `database` must allow that a transaction stays open.
  init(_ database: DatabaseQueue, following commits: GroupCommit?) {
    self.database = database
    self.commits = commits
  }

  /// Whether another connection of this process writes.
  var followsWriter: Bool { commits != nil }

  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try database.unsafeRead { db in
      if let commits { try follow(commits, db) }
      return try body(db)
    }
  }

  /// Ends the transaction and closes the connection.
  func close() throws {
    try database.unsafeRead { db in
      if db.isInsideTransaction { try db.commit() }
    }
    try database.close()
  }

  /// Begins a new transaction if there is none, or if something was committed since it began.
  ///
  /// A commit right after the count is read may be in the new transaction already; the next read
  /// then begins one more.
  private func follow(_ commits: GroupCommit, _ db: Database) throws {
    let count = commits.count
    guard snapshot.load(ordering: .relaxed) != count || !db.isInsideTransaction else { return }
    if db.isInsideTransaction { try db.commit() }
    try db.beginTransaction(.deferred)
    snapshot.store(count, ordering: .relaxed)
  }
}
