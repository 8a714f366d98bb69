package import Foundation
import GRDB
package import Ledger

/// The ledger in one SQLite file: WAL, `synchronous=FULL`, and one connection per process.
///
/// One connection, because SQLite 3.7.0 to 3.51.2 can corrupt a WAL that two connections write and checkpoint at once.
package final class SQLiteLedger: LedgerStore {
  let database: DatabaseQueue
  private let path: String
  private let now: @Sendable () -> Date

  /// Opens the file, or makes it (0600) with its folder (0700), and brings its schema up to date.
  package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws(LedgerError) {
    let file = LedgerFile(path: path)
    self.path = file.path
    self.now = now
    do {
      try file.prepare()
      database = try DatabaseQueue(path: file.path, configuration: Self.configuration(readOnly: false))
      try Self.syncEveryCommit(database)
      try Schema.migrate(database, path: path)
    } catch {
      throw LedgerError(opening: path, error)
    }
  }

  /// Opens an existing file for reading; nil when there is none.
  package init?(reading path: String) throws(LedgerError) {
    let file = LedgerFile(path: path)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    self.path = file.path
    now = { Date() }
    let isLedger: Bool
    do {
      database = try DatabaseQueue(path: file.path, configuration: Self.configuration(readOnly: true))
      try Schema.check(database, path: path)
      isLedger = try Schema.isPresent(in: database)
    } catch {
      throw LedgerError(opening: path, error)
    }
    // A run that was killed as it made the file leaves it empty.
    if !isLedger { return nil }
  }

  /// Moves everything into the one file, which may be copied from then on, and lets go of it.
  ///
  /// The last call on a ledger; it comes before another process may write.
  package func close() async throws(LedgerError) {
    do {
      _ = try await database.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
      try database.close()
    } catch {
      throw LedgerError(in: path, error)
    }
  }

  package func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    let now = now()
    return try await write { db in
      let known = try DeviceRow.fetch(intent.key, db)
      if let known, !known.state.mayBegin { return .known(known) }
      try DeviceRow.begin(intent, from: known?.state, at: now, db)
      return .begun
    }
  }

  package func keep(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError) {
    let now = now()
    try await write { db in try DeviceRow.keep(response, for: key, at: now, db) }
  }

  package func conclude(_ key: DeviceKey, as outcome: Outcome, by run: RunID) async throws(LedgerError) -> DeviceRecord {
    let now = now()
    return try await write { db in try DeviceRow.conclude(key, as: outcome, by: run, at: now, db) }
  }

  package func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError) {
    let now = now()
    try await write { db in try DeviceRow.delete(deviceID, in: scope, by: run, at: now, db) }
  }

  package func hold(of baseURL: String) async throws(LedgerError) -> Date? {
    try await read { db in try HoldRow.fetch(baseURL, db) }
  }

  package func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) {
    try await write { db in try HoldRow.set(until, of: baseURL, db) }
  }

  package func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? {
    try await read { db in try DeviceRow.fetch(key, db) }
  }

  package func devices(in state: DeviceState) async throws(LedgerError) -> [DeviceRecord] {
    try await read { db in try DeviceRow.fetchAll(in: state, db) }
  }

  package func start(_ run: RunRecord) async throws(LedgerError) {
    let now = now()
    try await write { db in try RunRow.start(run, at: now, db) }
  }

  package func update(_ run: RunRecord) async throws(LedgerError) {
    let now = now()
    try await write { db in try RunRow.update(run, at: now, db) }
  }

  package func runs(last count: Int) async throws(LedgerError) -> [RunRecord] {
    try await read { db in try RunRow.fetch(last: count, db) }
  }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    // Only a person's shell can hold the file against us, and an answer in hand is worth waiting for.
    configuration.busyMode = .timeout(60)
    if !readOnly { configuration.journalMode = .wal }
    return configuration
  }

  /// GRDB lowers `synchronous` to NORMAL as it switches to WAL, and a commit could then vanish with the power.
  ///
  /// It is raised here, on the one connection that writes.
  private static func syncEveryCommit(_ database: DatabaseQueue) throws {
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
        throw DatabaseError(message: "synchronous = FULL is refused")
      }
    }
  }

  /// One transaction.
  ///
  /// It goes through a callback, so that a cancelled task cannot interrupt it.
  private func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(LedgerError) -> Result
  {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        database.asyncWrite(body) { _, result in continuation.resume(with: result) }
      }
    } catch {
      throw LedgerError(in: path, error)
    }
  }

  private func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(LedgerError) -> Result {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        database.asyncRead { database in
          continuation.resume(with: Swift.Result { try body(database.get()) })
        }
      }
    } catch {
      throw LedgerError(in: path, error)
    }
  }
}
