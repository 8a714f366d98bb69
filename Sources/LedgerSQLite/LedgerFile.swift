import Foundation
package import Ledger
import SystemPackage

/// The ledger's file before SQLite opens it.
///
/// Nothing else in the process may open it afterwards: closing it would drop SQLite's locks.
package struct LedgerFile {
  /// The path of the file itself, with links resolved.
  ///
  /// Every run must use this path, since the lock and the write-ahead log lie beside the file.
  package let path: String

  package init(path: String) {
    self.path =
      Self.destination(of: URL(filePath: path)).standardizedFileURL.resolvingSymlinksInPath().path
  }

  /// Where a chain of links leads, even if nothing is there yet.
  private static func destination(of url: URL) -> URL {
    var url = url
    for _ in 0..<40 {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else {
        return url
      }
      url = URL(filePath: link, relativeTo: url.deletingLastPathComponent()).absoluteURL
    }
    return url
  }

  /// Makes the folder (0700) if it is missing.
  package func makeFolder() throws(LedgerError) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    if FileManager.default.fileExists(atPath: folder.path) { return }
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw LedgerError(
        .cannotOpen,
        "the folder of the ledger \(path) cannot be made (\(error.localizedDescription))")
    }
  }

  /// A text that differs for every copy of the file, and for the file after any change.
  ///
  /// It has the file's inode number and the time of the inode's last change, which no program can
  /// set. Nil if there is no file.
  package var seal: String? {
    guard let status = try? FilePath(path).stat() else { return nil }
    return "\(status.inode.rawValue) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
  }

  /// Whether a run was killed as it made the file, so that SQLite's journal restores an empty file.
  ///
  /// A connection that may only read cannot apply the journal.
  var isHalfMade: Bool {
    guard let journal = try? FileHandle(forReadingFrom: URL(filePath: path + "-journal")) else {
      return false
    }
    defer { try? journal.close() }
    // The journal's format (SQLite, 3.1): eight bytes of magic, four of a count, four of a nonce,
    // then the number of pages that the file had before.
    guard let header = try? journal.read(upToCount: 20), header.count == 20,
      header.starts(with: Self.journalMagic)
    else {
      return false
    }
    return header[16..<20].allSatisfy { $0 == 0 }
  }

  private static let journalMagic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]

  /// Makes an empty file if it is missing, and lets only its owner read it (0600).
  func prepare() throws {
    try makeFolder()
    try FileDescriptor.open(
      FilePath(path), .readWrite, options: .create, permissions: .ownerReadWrite
    ).close()
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    if let links = attributes[.referenceCount] as? NSNumber, links.intValue > 1 {
      throw LedgerError(
        .cannotOpen,
        "the ledger \(path) has a second name (a hard link), which SQLite cannot know; "
          + "remove one of the two")
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}
