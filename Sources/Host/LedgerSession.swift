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
  private let file: LedgerFile
  /// What the file was before this run opened it; nil where there was none.
  private let found: String?
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
    file = LedgerFile(path: configuration.ledger)
    found = file.seal
    ledger = try SQLiteLedger(path: configuration.ledger)
    history = RunHistory(id, configuration, in: ledger, report: report)
    self.lock = lock
    self.id = id
    self.report = report
    subject = configuration.subject
  }

  /// Records that the run begins, and has every project looked at anew where the ledger has forgotten what was made since.
  func begin() async throws(LedgerError) {
    try await lookAnew()
    try await history.start()
    try lock.record(id)
    report.remember(try await ledger.told(subject))
    report.watch(lock)
  }

  /// Has every project looked at before its next create where the file may be an older one than was last written here.
  ///
  /// After a run that was killed nobody can tell, and a list costs little; only where the key may not list is the doubt left as it is.
  private func lookAnew() async throws(LedgerError) {
    guard let found, try await !ledger.runs(last: 1).isEmpty else { return }
    if let seal = lock.lastSeal, seal == found { return }
    var isKnown = false
    if let run = lock.lastRecordedRun { isKnown = try await ledger.run(run) != nil }
    let wasKilled = isKnown && lock.lastSeal == nil
    if !wasKilled {
      report.announce(
        "the ledger is a copy, or was brought back from one: every project is listed again before anything is made in it, so that nothing is made twice"
      )
    }
    try await ledger.forgetLooks(evenWaived: !wasKilled)
  }

  /// Records the run's end and lets go of the file, so that it is whole before the lock is given back.
  ///
  /// What fails is in the report.
  func finish(_ modules: LoadedModules) async {
    do throws(LedgerError) {
      if let told = report.decideStanding(now: .now) { try await ledger.setTold(told, subject) }
      try await history.finish(report.exitStatus, counts: report.counts, modules: modules)
      try await ledger.close()
      try lock.seal(file.seal)
    } catch {
      report.stop(.ledger(error.description))
    }
    lock.release()
  }
}
