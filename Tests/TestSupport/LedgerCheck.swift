import Foundation
import GRDB
import LedgerSQLite

/// Looks at a ledger's file as a crash has left it.
package enum LedgerCheck {
  /// What SQLite finds wrong with a ledger's file: pages, indexes, constraints and references.
  ///
  /// It opens the file to write, as the next run would, and so brings it in order.
  package static func faults(in path: String) throws -> [String] {
    let database = try DatabaseQueue(path: path)
    return try database.read { db in
      let faults = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      return faults
        + (try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map {
          "a reference leads nowhere: \($0)"
        })
    }
  }

  /// A copy of a ledger with what belongs to it, so that looking changes nothing for the run that
  /// comes next.
  package static func copy(_ path: String, into folder: TemporaryDirectory) throws -> String {
    let copy = folder.file("copies/\(UUID().uuidString)/ledger.sqlite")
    try FileManager.default.createDirectory(
      at: URL(filePath: copy).deletingLastPathComponent(), withIntermediateDirectories: true)
    for suffix in ["", "-wal", "-journal"]
    where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return copy
  }

  /// Whether nobody holds the lock beside a ledger.
  package static func isLockFree(_ path: String) -> Bool {
    // Where there is no file yet, nobody holds it.
    guard let file = try? FileHandle(forUpdating: URL(filePath: path + ".lock")) else {
      return true
    }
    defer { try? file.close() }
    return flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0
  }
}
