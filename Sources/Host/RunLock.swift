import Foundation
import SystemPackage

/// The right to run on a ledger: a kernel lock on a file of its own beside it, which ends with the process, however that ends.
struct RunLock: ~Copyable {
  private let file: FileDescriptor

  /// Takes the lock; nil when another process holds it.
  ///
  /// Throws when the file cannot be made.
  init?(besideLedger ledger: String) throws(HostError) {
    let path = ledger + ".lock"
    do {
      let folder = URL(filePath: ledger).deletingLastPathComponent()
      if !FileManager.default.fileExists(atPath: folder.path) {
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      file = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
    } catch {
      throw HostError(.ledger, "the lock file \(path) cannot be made (\(error)); see that its folder exists and is yours")
    }
    guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
      try? file.close()
      return nil
    }
  }

  /// Gives the lock back; so does the end of the process.
  consuming func release() {}

  deinit {
    try? file.close()
  }
}
