import Ledger
import LedgerSQLite

/// The right to change a ledger, from the lock to the closed file.
final class LedgerHold: Sendable {
  /// What came of trying.
  enum Taking {
    case taken(LedgerHold)
    /// By another process, as far as it says who it is.
    case held(by: LockHolder?)
  }

  let ledger: SQLiteLedger
  let lock: RunLock

  private init(_ ledger: SQLiteLedger, _ lock: RunLock) {
    self.ledger = ledger
    self.lock = lock
  }

  /// Takes the lock and opens the ledger.
  ///
  /// Throws when either cannot be had (74).
  static func take(
    _ path: String, by holder: LockHolder, allowsNetworkFileSystem: Bool
  ) throws(HostError) -> Taking {
    do throws(LedgerError) {
      let taking = try RunLock.take(
        on: LedgerFile(path: path), by: holder, allowsNetworkFileSystem: allowsNetworkFileSystem)
      switch taking {
      case .held(let holder): return .held(by: holder)
      case .taken(let lock): return .taken(LedgerHold(try SQLiteLedger(path: path), lock))
      }
    } catch {
      throw HostError(error)
    }
  }

  /// Has every project looked at anew where the ledger has forgotten what was made since; returns why, or nil.
  ///
  /// Whoever opens a ledger to change it has to: opening it makes its file the known one.
  func noticeRestore() async throws(LedgerError) -> String? {
    guard let reason = try await forgottenRun() else { return nil }
    try await ledger.forgetLooks()
    return "the ledger is older than what was done here (\(reason)): every project is listed before its next create"
  }

  /// What says that the ledger was brought back from an older copy; nil when nothing does.
  private func forgottenRun() async throws(LedgerError) -> String? {
    if let run = lock.lastRecordedRun, try await ledger.run(run) == nil { return "it does not know run \(run)" }
    return ledger.wasReplaced ? "its file is another one than the last run wrote" : nil
  }
}
