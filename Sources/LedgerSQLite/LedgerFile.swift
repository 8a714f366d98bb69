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
    self.path = Self.destination(of: URL(filePath: path)).standardizedFileURL.resolvingSymlinksInPath().path
  }

  /// Where a chain of links leads, also when nothing is there yet.
  private static func destination(of url: URL) -> URL {
    var url = url
    for _ in 0..<40 {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else { return url }
      url = URL(filePath: link, relativeTo: url.deletingLastPathComponent()).absoluteURL
    }
    return url
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

  /// What tells the file, as it is now, from every copy and from itself after any change: its number and the time of its last change, which
  /// nobody can set.
  ///
  /// Nil when there is no file.
  package var seal: String? {
    guard let status = try? FilePath(path).stat() else { return nil }
    return "\(status.inode.rawValue) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
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
