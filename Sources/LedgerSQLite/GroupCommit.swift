import GRDB
import Synchronization

/// Carries out the writes of all that wait in one transaction, so that they share one fsync.
///
/// Each write is a savepoint: one that throws is undone alone. None is told of its success before all of them are durable; when the commit
/// fails, all of them have failed.
final class GroupCommit: Sendable {
  /// One that waits.
  private struct Write: Sendable {
    /// Runs within the transaction; what comes back tells the caller, once it is durable.
    var run: @Sendable (Database) -> @Sendable () -> Void
    /// Tells the caller that nothing of it was written.
    var fail: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isScheduled = false
  }

  private let database: DatabaseQueue
  private let state = Mutex(State())

  init(_ database: DatabaseQueue) {
    self.database = database
  }

  /// Returns once what `body` wrote is durable; a cancelled task's write is carried out all the same.
  func write<Success: Sendable>(_ body: @escaping @Sendable (Database) throws -> Success) async throws -> Success {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(
        Write(
          run: { db in
            let result = Result { try Self.savepoint(db, body) }
            return { continuation.resume(with: result) }
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
    if isFirst { database.asyncWriteWithoutTransaction { [self] db in commitAll(db) } }
  }

  private func commitAll(_ db: Database) {
    let writes = state.withLock { state in
      defer { state = State() }
      return state.waiting
    }
    do {
      var endings: [@Sendable () -> Void] = []
      try db.inTransaction(.immediate) {
        endings = writes.map { $0.run(db) }
        return .commit
      }
      for end in endings { end() }
    } catch {
      for write in writes { write.fail(error) }
    }
  }

  private static func savepoint<Success>(_ db: Database, _ body: (Database) throws -> Success) throws -> Success {
    var result: Success?
    try db.inSavepoint {
      result = try body(db)
      return .commit
    }
    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the write was undone") }
    return result
  }
}
