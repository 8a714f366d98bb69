package import Ledger
import LedgerSQLite
package import Terminal

/// A ledger that this process may change: it is open, and its lock is taken.
package final class LockedLedger: Sendable {
  /// The outcome of taking it.
  package enum Taking {
    case taken(LockedLedger)
    /// Another process holds the lock.
    case held(LockContention)
  }

  package var ledger: any LedgerStore { database }
  /// The caller releases it after `close`.
  package let lock: RunLock

  private let database: SQLiteLedger
  private let file: LedgerFile
  /// Identifies the file as it was before it was opened; nil if there was none.
  private let found: String?

  private init(_ lock: RunLock, on file: LedgerFile) throws(LedgerError) {
    self.lock = lock
    self.file = file
    found = file.seal
    database = try SQLiteLedger(path: file.path)
  }

  /// Takes the lock and opens the ledger.
  ///
  /// Throws 74 if either fails.
  package static func take(
    _ path: String, by holder: LockHolder, allowsNetworkFileSystem: Bool
  ) throws(HostError) -> Taking {
    do throws(LedgerError) {
      let file = LedgerFile(path: path)
      let taking = try RunLock.take(
        on: file, by: holder, allowsNetworkFileSystem: allowsNetworkFileSystem)
      switch taking {
      case .held(let contention): return .held(contention)
      case .taken(let lock): return .taken(try LockedLedger(lock, on: file))
      }
    } catch {
      throw HostError(error)
    }
  }

  /// Checks whether the file may be older than the one that the last run left; returns what to tell
  /// the user, or nil.
  ///
  /// An older file does not know the devices that were made since. So each project is then listed
  /// again before the next create there. Every caller that opens a ledger to change it must check.
  package func noticeRestore() async throws(LedgerError) -> String? {
    let provenance = try await ledger.provenance(
      of: found, sealedAs: lock.lastSeal, recorded: lock.lastRecordedRun)
    switch provenance {
    case .asLeft: break
    case .unsealed: try await ledger.forgetLooks(evenWaived: false)
    case .broughtBack: try await ledger.forgetLooks(evenWaived: true)
    }
    return provenance.announcement
  }

  /// Closes the file, and notes in the lock file how it was left.
  package func close() async throws(LedgerError) {
    try await database.close()
    try lock.seal(file.seal)
  }
}
