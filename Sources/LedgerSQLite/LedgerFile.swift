import Foundation
import SystemPackage

/// The file before SQLite opens it.
///
/// Nothing else in the process may open it afterwards: closing it would drop SQLite's locks.
struct LedgerFile {
  var path: String

  /// Makes the folder (0700) and an empty file (0600) where they are missing.
  func prepare() throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    if !FileManager.default.fileExists(atPath: folder.path) {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    if !FileManager.default.fileExists(atPath: path) {
      try FileDescriptor.open(FilePath(path), .readWrite, options: .create, permissions: .ownerReadWrite).close()
    }
  }
}
