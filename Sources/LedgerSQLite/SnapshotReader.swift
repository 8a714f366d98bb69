import GRDB
import Synchronization

/// Reads through a connection of its own, in one transaction until something has been written: each transaction costs calls of the kernel
/// for its locks, which take as long as a query does.
///
/// It reads on the caller's thread, since a point query takes less than a change of threads.
final class SnapshotReader: Sendable {
  private let database: DatabaseQueue
  /// Nil where other processes write, so that every read is a transaction.
  private let commits: GroupCommit?
  private let seen = Atomic(-1)

  /// `database` must allow transactions to be left open where there are `commits`.
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

  /// Ends the transaction, and lets go of the file.
  func close() throws {
    try database.unsafeRead { db in
      if db.isInsideTransaction { try db.commit() }
    }
    try database.close()
  }

  /// Moves to a newer snapshot where there is one.
  ///
  /// What is committed after the count is read may be in the snapshot, and is then asked for once more.
  private func follow(_ commits: GroupCommit, _ db: Database) throws {
    let count = commits.count
    guard seen.load(ordering: .relaxed) != count || !db.isInsideTransaction else { return }
    if db.isInsideTransaction { try db.commit() }
    try db.beginTransaction(.deferred)
    seen.store(count, ordering: .relaxed)
  }
}
