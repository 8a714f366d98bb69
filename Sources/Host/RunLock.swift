import Foundation
import Ledger
import LedgerSQLite
import SystemPackage

/// The right to run on a ledger: a kernel lock on a file of its own beside it, which ends with the process, however that ends.
struct RunLock: ~Copyable {
  private let file: FileDescriptor

  private init(file: FileDescriptor) {
    self.file = file
  }

  /// Takes the lock; nil when another process holds it.
  ///
  /// Throws when the file cannot be made, or its file system has no locks.
  static func take(on ledger: LedgerFile) throws(LedgerError) -> RunLock? {
    let path = ledger.path + ".lock"
    try ledger.makeFolder()
    let file = try open(path)
    while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
      let code = Errno(rawValue: errno)
      if code == .interrupted { continue }
      try? file.close()
      if code == .wouldBlock { return nil }
      throw LedgerError(.cannotOpen, "the lock file \(path) cannot be locked (\(code))")
    }
    return RunLock(file: file)
  }

  private static func open(_ path: String) throws(LedgerError) -> FileDescriptor {
    do {
      return try FileDescriptor.open(FilePath(path), .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
    } catch {
      throw LedgerError(.cannotOpen, "the lock file \(path) cannot be made (\(error)); see that its folder is yours")
    }
  }

  /// Gives the lock back; so does the end of the process.
  consuming func release() {}

  deinit {
    try? file.close()
  }
}
