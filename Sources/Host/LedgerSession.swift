import Foundation
import Ledger
import LedgerSQLite
import LuaRuntime

/// A run's hold on its ledger, from the lock to the closed file.
final class LedgerSession: Sendable {
  /// What came of trying.
  enum Opening {
    case opened(LedgerSession)
    /// By another run, as far as it says who it is.
    case held(by: LockHolder?)
  }

  let ledger: SQLiteLedger
  let history: RunHistory
  private let lock: RunLock
  private let id: RunID
  private let report: Report
  private let subject: String

  /// Takes the lock and opens the ledger.
  ///
  /// Throws when either cannot be had (74).
  static func open(_ configuration: Configuration, for id: RunID, _ report: Report) throws(HostError) -> Opening {
    let holder = LockHolder(command: configuration.mode.rawValue, script: configuration.script?.path, run: id)
    do throws(LedgerError) {
      let taking = try RunLock.take(
        on: LedgerFile(path: configuration.ledger), by: holder, allowsNetworkFileSystem: configuration.allowsNetworkLedger)
      switch taking {
      case .held(let holder): return .held(by: holder)
      case .taken(let lock): return .opened(try LedgerSession(configuration, lock, id, report))
      }
    } catch {
      throw HostError(.ioError, error.description)
    }
  }

  private init(_ configuration: Configuration, _ lock: RunLock, _ id: RunID, _ report: Report) throws(LedgerError) {
    ledger = try SQLiteLedger(path: configuration.ledger)
    history = RunHistory(id, configuration, in: ledger, report: report)
    self.lock = lock
    self.id = id
    self.report = report
    subject = configuration.subject
  }

  /// Records that the run begins, and has every project looked at anew where the ledger has forgotten what was made since.
  func begin() async throws(LedgerError) {
    if let run = try await forgottenRun() {
      report.note("the ledger is older than what was done here (\(run)): every project is listed before its next create")
      try await ledger.forgetLooks()
    }
    try await history.start()
    try lock.record(id)
    report.remember(try await ledger.told(subject))
    report.watch(lock)
  }

  /// What says that the ledger was brought back from an older copy; nil when nothing does.
  private func forgottenRun() async throws(LedgerError) -> String? {
    if let run = lock.lastRecordedRun, try await ledger.run(run) == nil { return "it does not know run \(run)" }
    return ledger.wasReplaced ? "its file is another one than the last run wrote" : nil
  }

  /// Records the run's end and lets go of the file, so that it is whole before the lock is given back.
  ///
  /// What fails is in the report.
  func finish(_ modules: LoadedModules) async {
    do throws(LedgerError) {
      if let told = report.decideStanding(now: .now) { try await ledger.setTold(told, subject) }
      try await history.finish(report.exitStatus, counts: report.counts, modules: modules)
      try await ledger.close()
    } catch {
      report.stop(.ledger(error.description))
    }
    lock.release()
  }
}
