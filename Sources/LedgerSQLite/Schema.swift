import GRDB
import Ledger

/// The tables, and how older files are brought up to date.
enum Schema {
  static func migrate(_ database: DatabaseQueue, path: String) throws {
    try check(database, path: path)
    try migrator.migrate(database)
  }

  /// Refuses a file that a newer version has changed.
  static func check(_ database: DatabaseQueue, path: String) throws {
    guard try database.read(migrator.hasBeenSuperseded) else { return }
    throw LedgerError(
      .newerSchema,
      "the ledger \(path) was written by a newer version of qubitro-host; install that version, or name another ledger")
  }

  /// The database itself, or a copy that has been brought up to date where an older version wrote it and it may only be read.
  ///
  /// The copy is a nameless file of SQLite's own, which ends with its connection.
  static func current(_ database: DatabaseQueue) throws -> DatabaseQueue {
    if try database.read(migrator.hasCompletedMigrations) { return database }
    let copy = try DatabaseQueue(path: "")
    try database.backup(to: copy)
    try migrator.migrate(copy)
    return copy
  }

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
