package import Ledger
import LedgerSQLite
package import Terminal

/// The right to change a ledger, from the lock to the closed file.
package final class LockedLedger: Sendable {
  /// What came of trying.
  package enum Taking {
    case taken(LockedLedger)
    /// By another process.
    case held(LockContention)
  }

  package var ledger: any LedgerStore { database }
  package let lock: RunLock

  private let database: SQLiteLedger
  private let file: LedgerFile
  /// What the file was before it was opened; nil where there was none.
  private let found: String?

  private init(_ lock: RunLock, on file: LedgerFile) throws(LedgerError) {
    self.lock = lock
    self.file = file
    found = file.seal
    database = try SQLiteLedger(path: file.path)
  }

  /// Takes the lock and opens the ledger.
  ///
  /// Throws when either cannot be had (74).
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

  /// Has every project looked at before its next create where the file may be an older one than was
  /// last written here; returns what a person has to know of it, or nil.
  ///
  /// Whoever opens a ledger to change it has to ask.
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

  /// Closes the file, and notes how it is left.
  package func close() async throws(LedgerError) {
    try await database.close()
    try lock.seal(file.seal)
  }
}
