import Foundation
import GRDB
import Ledger

/// The tables of a ledger's file, and the migration of files that an older version wrote.
enum Schema {
  /// Migrates the tables to the current version; it first copies a file that has devices.
  static func migrate(_ database: DatabaseQueue, path: String) throws {
    try check(database, path: path)
    if let version = try outdatedVersion(of: database) {
      try MigrationBackup(of: path, schema: version).make(from: database)
    }
    try migrator.migrate(database)
  }

  /// The version of a file that has devices and an older schema; nil for any other file.
  private static func outdatedVersion(of database: DatabaseQueue) throws -> String? {
    try database.read { db in
      guard try !migrator.hasCompletedMigrations(db), try db.tableExists("device"),
        try Int.fetchOne(db, sql: "SELECT 1 FROM device LIMIT 1") != nil
      else { return nil }
      return try migrator.completedMigrations(db).last
    }
  }

  /// Refuses a file that a newer version has changed.
  static func check(_ database: DatabaseQueue, path: String) throws {
    guard try database.read(migrator.hasBeenSuperseded) else { return }
    throw LedgerError(
      .newerSchema,
      "the ledger \(path) was written by a newer version of qubitro-host; install that version, "
        + "or name another ledger")
  }

  /// A database of the current version for reading: the given one, or a migrated copy of it.
  ///
  /// The copy is a temporary file of SQLite's own, which ends with its connection.
  static func current(_ database: DatabaseQueue) throws -> DatabaseQueue {
    if try database.read(migrator.hasCompletedMigrations) { return database }
    let copy = try DatabaseQueue(path: "")
    try database.backup(to: copy)
    try migrator.migrate(copy)
    return copy
  }

  /// Whether the file has the tables of a ledger.
  static func isPresent(in database: DatabaseQueue) throws -> Bool {
    try database.read { db in try db.tableExists("device") }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, statements) in migrations {
      migrator.registerMigration(name) { db in try db.execute(sql: statements) }
    }
    return migrator
  }
}

/// The copy of a ledger that is made before a newer version of the program changes its tables.
///
/// It lies beside the ledger and has the schema's version in its name.
struct MigrationBackup {
  /// How many copies of one version are kept, since a person may restore an older ledger again.
  private static let depth = 3

  private let base: String

  /// The copy of the ledger at a path, in a version of the schema.
  init(of path: String, schema: String) {
    base = "\(path).schema-\(schema).backup"
  }

  /// Makes the copy, and renames older copies: `.backup` to `.backup.1`, and that to `.backup.2`.
  func make(from database: DatabaseQueue) throws {
    let names = [base] + (1..<Self.depth).map { "\(base).\($0)" }
    let files = FileManager.default
    if files.fileExists(atPath: base) {
      if let oldest = names.last, files.fileExists(atPath: oldest) {
        try files.removeItem(atPath: oldest)
      }
      for (from, to) in zip(names, names.dropFirst()).reversed()
      where files.fileExists(atPath: from) {
        try files.moveItem(atPath: from, toPath: to)
      }
    }
    _ = try SQLiteBackup(to: base).copy(database)
  }
}
