import Files
import Foundation
import GRDB
package import Ledger
import SystemPackage

/// A copy of a ledger, which is consistent even if a run writes meanwhile.
///
/// It gets its name once it is complete, passes SQLite's integrity check, and is on the disk.
package struct SQLiteBackup {
  private let destination: String
  private let temporary: String

  /// A backup that is to go to this path.
  package init(to destination: String) {
    let url = URL(filePath: destination).standardizedFileURL
    self.destination = url.path
    let folder = url.deletingLastPathComponent().path
    temporary = "\(folder)/.\(url.lastPathComponent).\(UInt64.random(in: 0...UInt64.max)).part"
  }

  /// Copies the ledger at a path and returns how many devices it holds; nil if there is no ledger.
  ///
  /// It throws if the destination exists. After an error it leaves nothing behind.
  package func make(of path: String) throws(LedgerError) -> Int? {
    guard FileManager.default.fileExists(atPath: LedgerFile(path: path).path) else { return nil }
    do {
      let source = try SQLiteLedger.readOnly(path)
      guard try Schema.isPresent(in: source) else { return nil }
      return try copy(source)
    } catch {
      throw LedgerError(backingUp: destination, error)
    }
  }

  /// Copies a ledger through a connection that is open.
  func copy(_ source: DatabaseQueue) throws -> Int {
    guard !FileManager.default.fileExists(atPath: destination) else {
      throw LedgerError(
        .cannotOpen, "\(destination) is there already; name another file for the backup")
    }
    // Only the owner can read the copy, from its first byte.
    try FileDescriptor.open(
      FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate, .noFollow],
      permissions: .ownerReadWrite
    ).close()
    do {
      let count = try fill(from: source)
      try Self.sync(temporary, .readWrite)
      try FileManager.default.moveItem(atPath: temporary, toPath: destination)
      try Self.sync(URL(filePath: destination).deletingLastPathComponent().path, .readOnly)
      return count
    } catch {
      for suffix in ["", "-wal", "-shm", "-journal"] {
        try? FileManager.default.removeItem(atPath: temporary + suffix)
      }
      throw error
    }
  }

  private func fill(from source: DatabaseQueue) throws -> Int {
    let copy = try DatabaseQueue(path: temporary)
    try source.backup(to: copy)
    let count = try copy.write { db in
      let faults = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      if let fault = faults.first { throw LedgerError(.io, "the copy is damaged: \(fault)") }
      return try Int.fetchOne(db, sql: "SELECT count(*) FROM device") ?? 0
    }
    try copy.close()
    return count
  }

  private static func sync(_ path: String, _ mode: FileDescriptor.AccessMode) throws {
    let descriptor = try FileDescriptor.open(FilePath(path), mode, options: .closeOnExec)
    defer { try? descriptor.close() }
    try descriptor.syncToDisk()
  }
}
