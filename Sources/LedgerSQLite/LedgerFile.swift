import Foundation
package import Ledger
import SystemPackage

/// The ledger's file before SQLite opens it.
///
/// Nothing else in the process may open it afterwards: closing it would drop SQLite's locks.
package struct LedgerFile {
  /// The one path by which every run must know the file: links are resolved, since lock and write-ahead log lie beside it.
  package let path: String

  package init(path: String) {
    self.path = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }

  /// Makes the folder (0700) where it is missing.
  package func makeFolder() throws(LedgerError) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    if FileManager.default.fileExists(atPath: folder.path) { return }
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw LedgerError(.cannotOpen, "the folder of the ledger \(path) cannot be made (\(error.localizedDescription))")
    }
  }

  /// The file's number in its file system: a copy has another one.
  func inode() throws -> UInt64 {
    UInt64(try FilePath(path).stat().inode.rawValue)
  }

  /// Makes an empty file where it is missing, and sees that only its owner can read it (0600).
  func prepare() throws {
    try makeFolder()
    try FileDescriptor.open(FilePath(path), .readWrite, options: .create, permissions: .ownerReadWrite).close()
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    if let links = attributes[.referenceCount] as? NSNumber, links.intValue > 1 {
      throw LedgerError(
        .cannotOpen, "the ledger \(path) has a second name (a hard link), which SQLite cannot know; remove one of the two")
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}
