import GRDB
import Ledger
import Synchronization

/// Carries out all writes that wait in one transaction, so that they share one fsync.
///
/// No caller learns of its success before all of them are durable. If one write cannot be made, the
/// transaction is undone and each write is made alone, so that only that one fails. If the file
/// cannot be written, all of them fail, and so does every later write: after a failed fsync nobody
/// knows what is on the disk, and a second fsync may report success (PostgreSQL ends for the same
/// reason).
final class GroupCommit: Sendable {
  /// A write that waits.
  private struct Write: Sendable {
    /// Writes within the transaction, perhaps more than once.
    ///
    /// It returns what resumes the caller once the write is durable.
    var run: @Sendable (Database) throws -> @Sendable () -> Void
    /// Resumes the caller with the error; nothing of the write was made.
    var fail: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isScheduled = false
    /// Why nothing can be written any more; nil if the file is well.
    var failure: (any Error)?
  }

  private let database: DatabaseQueue
  private let state = Mutex(State())
  private let commits = Atomic(0)

  /// How many transactions have been committed; it grows before any caller learns of its success.
  var count: Int { commits.load(ordering: .acquiring) }

  init(_ database: DatabaseQueue) {
    self.database = database
  }

  /// Returns once what `body` wrote is durable, also in a task that was cancelled.
  ///
  /// `body` may only read and write the database, since it may run twice.
  func write<Success: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Success
  ) async throws -> Success {
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
    // A write that comes while another group is being synced waits for the next group.
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
      var resumptions: [@Sendable () -> Void] = []
      try db.inTransaction(.immediate) {
        resumptions = try writes.map { try $0.run(db) }
        return .commit
      }
      commits.add(1, ordering: .releasing)
      for resume in resumptions { resume() }
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
