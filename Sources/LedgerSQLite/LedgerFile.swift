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

  /// Whether a run was killed as it made the file: SQLite's journal leads back to a file without a page.
  ///
  /// Who may only read cannot follow it.
  var isHalfMade: Bool {
    guard let journal = try? FileHandle(forReadingFrom: URL(filePath: path + "-journal")) else { return false }
    defer { try? journal.close() }
    // The file's format (SQLite, 3.1): eight bytes of magic, four of a count, four of a nonce, then the pages before.
    guard let header = try? journal.read(upToCount: 20), header.count == 20, header.starts(with: Self.journalMagic) else {
      return false
    }
    return header[16..<20].allSatisfy { $0 == 0 }
  }

  private static let journalMagic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]

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
