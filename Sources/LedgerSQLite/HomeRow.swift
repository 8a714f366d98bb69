import GRDB

/// The statements on the table `home`, which says in which file the last run wrote.
enum HomeRow {
  /// Writes down the file; returns whether the table said another one, in which case every project has to be looked at anew.
  ///
  /// Both are one transaction: whoever was killed between them would have the next run believe the old looks.
  static func moveIn(_ file: LedgerFile, _ database: DatabaseQueue) throws -> Bool {
    let inode = Int64(truncatingIfNeeded: try file.inode())
    let known = try database.read { db in try Int64.fetchOne(db, sql: "SELECT inode FROM home") }
    if known == inode { return false }
    try database.write { db in
      if known != nil { try ProjectRow.clear(db) }
      try db.execute(sql: "DELETE FROM home")
      try db.execute(sql: "INSERT INTO home (inode) VALUES (?)", arguments: [inode])
    }
    return known != nil
  }
}
