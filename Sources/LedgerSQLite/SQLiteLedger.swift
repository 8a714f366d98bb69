package import Foundation
import GRDB
package import Ledger

/// The ledger in one SQLite file: WAL, `synchronous=FULL`, and one connection per process that writes.
///
/// One, because SQLite 3.7.0 to 3.51.2 can corrupt a WAL that two connections write and checkpoint at once. A second one only reads, so that
/// nothing that is known waits for an fsync.
package final class SQLiteLedger: LedgerStore {
  let writer: DatabaseQueue
  private let reader: SnapshotReader
  private let commits: GroupCommit
  private let path: String
  private let now: @Sendable () -> Date

  /// Opens the file, or makes it (0600) with its folder (0700), and brings its schema up to date.
  package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws(LedgerError) {
    let file = LedgerFile(path: path)
    self.path = file.path
    self.now = now
    do {
      try file.prepare()
      writer = try DatabaseQueue(path: file.path, configuration: Self.configuration(readOnly: false))
      try Self.syncEveryCommit(writer)
      try Schema.migrate(writer, path: file.path)
      commits = GroupCommit(writer)
      reader = SnapshotReader(
        try DatabaseQueue(path: file.path, configuration: Self.configuration(readOnly: true)), following: commits)
    } catch {
      throw LedgerError(opening: path, error)
    }
  }

  /// Opens an existing file for reading; nil when there is none.
  package init?(reading path: String) throws(LedgerError) {
    let file = LedgerFile(path: path)
    if !FileManager.default.fileExists(atPath: file.path) || file.isHalfMade { return nil }
    self.path = file.path
    now = { Date() }
    let isLedger: Bool
    do {
      let original = try DatabaseQueue(path: file.path, configuration: Self.configuration(readOnly: true))
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

  /// Moves everything into the one file, which may be copied from then on, and lets go of it.
  ///
  /// The last call on a ledger; it comes before another process may write.
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

  package func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    let now = time()
    return try await write { db in
      let known = try DeviceRow.fetch(intent.key, db)
      if let known, !known.state.mayBegin { return .known(known) }
      return .begun(number: try DeviceRow.begin(intent, over: known, at: now, db))
    }
  }

  package func keep(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError) {
    let now = time()
    try await write { db in try DeviceRow.keep(response, for: key, at: now, db) }
  }

  @discardableResult
  package func move(_ key: DeviceKey, _ transition: Transition, by run: RunID) async throws(LedgerError) -> DeviceRecord {
    let now = time()
    return try await write { db in try DeviceRow.move(key, transition, by: run, at: now, db) }
  }

  package func take(_ intent: Intent, as settlement: Settlement) async throws(LedgerError) -> DeviceRecord {
    let now = now()
    return try await write { db in try DeviceRow.take(intent, as: settlement, at: now, db) }
  }

  package func noteLook(for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool) async throws(LedgerError) {
    try await write { db in
      try DeviceRow.noteLook(for: key, reason: reason, isCounted: isCounted, needsPerson: needsPerson, db)
    }
  }

  package func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError) {
    let now = time()
    try await write { db in try DeviceRow.delete(deviceID, in: scope, by: run, at: now, db) }
  }

  package func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? {
    try read { db in try DeviceRow.fetch(key, db) }
  }

  package func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord] {
    try read { db in try DeviceRow.fetchPage(query, db) }
  }

  package func log(of number: Int64, last count: Int) async throws(LedgerError) -> [TransitionRecord] {
    try read { db in try TransitionRow.fetch(of: number, last: count, db) }
  }

  package func scopes() async throws(LedgerError) -> [Scope] {
    try read { db in try DeviceRow.fetchScopes(db) }
  }

  package func keys(around key: String, in scope: Scope, count: Int) async throws(LedgerError) -> [String] {
    try read { db in try DeviceRow.fetchKeys(around: key, in: scope, count: count, db) }
  }

  package func existing(in scope: Scope, after number: Int64, limit: Int) async throws(LedgerError) -> [ExistingDevice] {
    try read { db in try DeviceRow.fetchExisting(in: scope, after: number, limit: limit, db) }
  }

  package func owners(of deviceIDs: [String], in scope: Scope) async throws(LedgerError) -> [String: Ownership] {
    try read { db in try ForeignRow.owners(of: deviceIDs, in: scope, db) }
  }

  package func look(at scope: Scope) async throws(LedgerError) -> ProjectLook? {
    try read { db in try ProjectRow.fetch(scope, db) }
  }

  package func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError) {
    try await write { db in try ProjectRow.set(look, at: scope, db) }
  }

  package func forgetLooks(evenWaived: Bool) async throws(LedgerError) {
    try await write { db in try ProjectRow.clear(evenWaived: evenWaived, db) }
  }

  package func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError) {
    try await write { db in
      for device in devices { try ForeignRow.add(device, in: scope, db) }
    }
  }

  package func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError) {
    try await write { db in try ForeignRow.remove(deviceIDs, in: scope, db) }
  }

  package func foreign(named name: String, in scope: Scope) async throws(LedgerError) -> [ForeignDevice] {
    try read { db in try ForeignRow.fetch(named: name, in: scope, db) }
  }

  package func hold(of baseURL: String) async throws(LedgerError) -> Date? {
    try read { db in try HoldRow.fetch(baseURL, db) }
  }

  package func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) {
    try await write { db in try HoldRow.set(until, of: baseURL, db) }
  }

  package func told(_ subject: String) async throws(LedgerError) -> [String: Told] {
    try read { db in try ToldRow.fetch(subject, db) }
  }

  package func setTold(_ told: [String: Told], _ subject: String) async throws(LedgerError) {
    try await write { db in try ToldRow.set(told, subject, db) }
  }

  package func start(_ run: RunRecord) async throws(LedgerError) {
    let now = time()
    try await write { db in try RunRow.start(run, at: now, db) }
  }

  package func update(_ run: RunRecord) async throws(LedgerError) {
    let now = time()
    try await write { db in try RunRow.update(run, at: now, db) }
  }

  package func run(_ id: RunID) async throws(LedgerError) -> RunRecord? {
    try read { db in try RunRow.fetch(id, db) }
  }

  package func runs(last count: Int) async throws(LedgerError) -> [RunRecord] {
    try read { db in try RunRow.fetch(last: count, db) }
  }

  package func runs(since: Date?, before run: RunID?, limit: Int) async throws(LedgerError) -> [RunRecord] {
    try read { db in try RunRow.fetch(since: since, before: run, limit: limit, db) }
  }

  package func fleet(of subject: String, besides run: RunID) async throws(LedgerError) -> Int {
    try read { db in try RunRow.countFleet(of: subject, besides: run, db) }
  }

  /// Now, as exactly as the file keeps it.
  private func time() -> Date {
    let now = now()
    return RFC3339.date(RFC3339.text(now)) ?? now
  }

  /// A connection that changes nothing, to whatever version of the schema the file has.
  static func readOnly(_ path: String) throws -> DatabaseQueue {
    try DatabaseQueue(path: LedgerFile(path: path).path, configuration: configuration(readOnly: true))
  }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.allowsUnsafeTransactions = readOnly
    // Only a person's shell can hold the file against us, and an answer in hand is worth waiting for.
    configuration.busyMode = .timeout(60)
    if !readOnly { configuration.journalMode = .wal }
    return configuration
  }

  /// GRDB lowers `synchronous` to NORMAL as it switches to WAL, and a commit could then vanish with the power.
  ///
  /// It is raised here, on the one connection that writes. Where a write or a sync fails as SQLite switches, it says nothing and stays without
  /// the log, so that it is asked.
  private static func syncEveryCommit(_ database: DatabaseQueue) throws {
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
        throw DatabaseError(message: "synchronous = FULL is refused")
      }
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" else {
        throw DatabaseError(resultCode: .SQLITE_IOERR, message: "its write-ahead log cannot be made")
      }
    }
  }

  private func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(LedgerError) -> Result
  {
    do {
      return try await commits.write(body)
    } catch {
      throw LedgerError(in: path, error)
    }
  }

  private func read<Result>(_ body: (Database) throws -> Result) throws(LedgerError) -> Result {
    do {
      return try reader.read(body)
    } catch {
      throw LedgerError(in: path, error)
    }
  }
}
