package import Foundation
import GRDB
package import Ledger

/// The ledger in one SQLite file, with a write-ahead log (WAL) and `synchronous=FULL`.
///
/// Each process writes through one connection only, because SQLite 3.7.0 to 3.51.2 can corrupt a
/// WAL that two connections write and checkpoint at once. A second connection only reads, so that
/// a read never waits for an fsync.
package final class SQLiteLedger: Sendable {
  let writer: DatabaseQueue
  private let reader: SnapshotReader
  private let commits: GroupCommit
  private let path: String
  let now: @Sendable () -> Date

  /// Opens the file, or makes it (0600) with its folder (0700), and migrates its schema.
  package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws(LedgerError) {
    let file = LedgerFile(path: path)
    self.path = file.path
    self.now = now
    do {
      try file.prepare()
      writer = try DatabaseQueue(
        path: file.path, configuration: Self.configuration(readOnly: false))
      try Self.syncEveryCommit(writer)
      try Schema.migrate(writer, path: file.path)
      commits = GroupCommit(writer)
      reader = SnapshotReader(
        try DatabaseQueue(path: file.path, configuration: Self.configuration(readOnly: true)),
        following: commits)
    } catch {
      throw LedgerError(opening: path, error)
    }
  }

  /// Opens an existing file for reading; nil if there is no file, or no ledger in it yet.
  package init?(reading path: String) throws(LedgerError) {
    let file = LedgerFile(path: path)
    if !FileManager.default.fileExists(atPath: file.path) || file.isHalfMade { return nil }
    self.path = file.path
    now = { Date() }
    let isLedger: Bool
    do {
      let original = try DatabaseQueue(
        path: file.path, configuration: Self.configuration(readOnly: true))
      try Schema.check(original, path: path)
      isLedger = try Schema.isPresent(in: original)
      writer = try isLedger ? Schema.current(original) : original
      commits = GroupCommit(writer)
      reader = SnapshotReader(writer, following: nil)
    } catch {
      throw LedgerError(opening: path, error)
    }
    // A run that was killed as it made the file leaves it empty.
    if !isLedger { return nil }
  }

  /// Moves the write-ahead log into the file, so that the file alone can be copied, and closes it.
  ///
  /// This is the last call on a ledger. The caller makes it before another process may write.
  package func close() async throws(LedgerError) {
    do {
      try reader.close()
      if !reader.followsWriter { return }
      _ = try await writer.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
      try writer.close()
    } catch {
      throw LedgerError(in: path, error)
    }
  }

  /// A connection that only reads, to a file of any version of the schema.
  static func readOnly(_ path: String) throws -> DatabaseQueue {
    try DatabaseQueue(
      path: LedgerFile(path: path).path, configuration: configuration(readOnly: true))
  }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.allowsUnsafeTransactions = readOnly
    // Only a person's SQLite shell can lock the file against a run. The run waits for it, since it
    // may have an answer that it must record.
    configuration.busyMode = .timeout(60)
    if !readOnly { configuration.journalMode = .wal }
    return configuration
  }

  /// Sets `synchronous` to FULL, and checks that SQLite uses the write-ahead log.
  ///
  /// GRDB lowers `synchronous` to NORMAL as it switches to WAL, and a loss of power could then undo
  /// a commit. If a write or a sync fails during the switch, SQLite reports no error and goes on
  /// without the log.
  private static func syncEveryCommit(_ database: DatabaseQueue) throws {
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
        throw DatabaseError(message: "synchronous = FULL is refused")
      }
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" else {
        throw DatabaseError(
          resultCode: .SQLITE_IOERR, message: "its write-ahead log cannot be made")
      }
    }
  }

  /// The current time, cut to the milliseconds that the file keeps.
  func time() -> Date {
    let now = now()
    return RFC3339.date(RFC3339.text(now)) ?? now
  }

  func write<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws(LedgerError) -> Result {
    do {
      return try await commits.write(body)
    } catch {
      throw LedgerError(in: path, error)
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws(LedgerError) -> Result {
    do {
      return try reader.read(body)
    } catch {
      throw LedgerError(in: path, error)
    }
  }
}
