import GRDB
import Ledger
import Synchronization

/// Carries out the writes of all that wait in one transaction, so that they share one fsync.
///
/// None is told of its success before all of them are durable. Where one of them cannot be made, the group is undone and each is made alone, so
/// that only that one fails. Where the file cannot be written, all of them fail, and so does every later one: after a failed
/// fsync nobody knows what is on the disk, and a second may claim success (PostgreSQL ends for the same reason).
final class GroupCommit: Sendable {
  /// One that waits.
  private struct Write: Sendable {
    /// Runs within the transaction, perhaps more than once; what comes back tells the caller, once it is durable.
    var run: @Sendable (Database) throws -> @Sendable () -> Void
    /// Tells the caller that nothing of it was written.
    var fail: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isScheduled = false
    /// Why nothing can be written any more.
    var failure: (any Error)?
  }

  private let database: DatabaseQueue
  private let state = Mutex(State())
  private let commits = Atomic(0)

  /// How many transactions have been committed; it has grown before anyone is told of one.
  var count: Int { commits.load(ordering: .acquiring) }

  init(_ database: DatabaseQueue) {
    self.database = database
  }

  /// Returns once what `body` wrote is durable; a cancelled task's write is carried out all the same.
  ///
  /// `body` does nothing but read and write the database: it may be run twice.
  func write<Success: Sendable>(_ body: @escaping @Sendable (Database) throws -> Success) async throws -> Success {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(
        Write(
          run: { db in
            let success = try body(db)
            return { continuation.resume(returning: success) }
          },
          fail: { continuation.resume(throwing: $0) }))
    }
  }

  private func enqueue(_ write: Write) {
    let isFirst = state.withLock { state in
      state.waiting.append(write)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    // Whoever comes while another group is being synced waits for the next one.
    if isFirst { database.asyncWriteWithoutTransaction { [self] db in commitWaiting(db) } }
  }

  private func commitWaiting(_ db: Database) {
    let writes = state.withLock { state in
      defer { (state.waiting, state.isScheduled) = ([], false) }
      return state.waiting
    }
    commit(writes, db)
  }

  private func commit(_ writes: [Write], _ db: Database) {
    do {
      if let failure = state.withLock({ $0.failure }) { throw failure }
      var endings: [@Sendable () -> Void] = []
      try db.inTransaction(.immediate) {
        endings = try writes.map { try $0.run(db) }
        return .commit
      }
      commits.add(1, ordering: .releasing)
      for end in endings { end() }
    } catch {
      fail(writes, error, db)
    }
  }

  private func fail(_ writes: [Write], _ error: any Error, _ db: Database) {
    if !Self.isOfOneWrite(error) {
      state.withLock { $0.failure = $0.failure ?? error }
    } else if writes.count > 1 {
      for write in writes { commit([write], db) }
      return
    }
    for write in writes { write.fail(error) }
  }

  /// Whether the file is well and only this write cannot be made.
  private static func isOfOneWrite(_ error: any Error) -> Bool {
    if let error = error as? LedgerError { return error.kind == .conflict }
    return (error as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
  }
}
