import Foundation
import Ledger
import LedgerAccess
import LuaRuntime
import Provisioning
import Reporting
import Settings
import Terminal

/// A run's hold on its ledger, with its place in the history.
final class LedgerSession: Sendable {
  /// What came of trying.
  enum Opening {
    case opened(LedgerSession)
    /// By another process.
    case held(LockContention)
  }

  let history: RunHistory
  private let hold: LockedLedger
  private let id: RunID
  private let report: Report
  private let jobID: String
  private let heartbeat: Task<Void, Never>

  var ledger: any LedgerStore { hold.ledger }

  /// Takes the lock and opens the ledger.
  ///
  /// Throws when either cannot be had (74).
  ///
  /// From then on the lock's note shows how far `progressCounter` says that the run has come.
  static func open(
    _ configuration: Configuration, for id: RunID, _ report: Report,
    showing progressCounter: ProgressCounter
  ) throws(HostError) -> Opening {
    let holder = LockHolder(
      command: configuration.mode.rawValue, script: configuration.script?.path, run: id)
    let taking = try LockedLedger.take(
      configuration.ledger.path, by: holder,
      allowsNetworkFileSystem: configuration.ledger.allowsNetworkFileSystem)
    switch taking {
    case .held(let contention): return .held(contention)
    case .taken(let hold):
      return .opened(
        LedgerSession(
          configuration, hold, id, report, LockHeartbeat.start(hold.lock, of: progressCounter)))
    }
  }

  private init(
    _ configuration: Configuration, _ hold: LockedLedger, _ id: RunID, _ report: Report,
    _ heartbeat: Task<Void, Never>
  ) {
    history = RunHistory(id, configuration, in: hold.ledger, report: report)
    self.hold = hold
    self.id = id
    self.report = report
    self.heartbeat = heartbeat
    jobID = configuration.jobID
  }

  deinit {
    // It holds the lock.
    heartbeat.cancel()
  }

  /// Records that the run begins, and has every project looked at anew where the ledger has
  /// forgotten what was made since.
  func begin() async throws(LedgerError) {
    if let announcement = try await hold.noticeRestore() { report.announce(announcement) }
    try await history.start()
    try hold.lock.record(id)
    report.noteRecorded()
    report.remember(try await ledger.lastNotified(jobID))
    report.activity.note(
      .lock, "taken; the run before was \(hold.lock.lastRecordedRun?.description ?? "none")")
  }

  /// Records the run's end and lets go of the file, so that it is whole before the lock is given
  /// back.
  ///
  /// What fails is in the report.
  func finish(_ modules: LoadedModules) async {
    do throws(LedgerError) {
      if let told = report.decideStanding(now: .now) { try await ledger.setNotified(told, jobID) }
      try await history.finish(report.exitStatus, counts: report.counts, modules: modules)
      try await hold.close()
    } catch {
      report.stop(.ledger(error.description))
      report.activity.note(.ledger, "could not be closed well")
    }
    heartbeat.cancel()
    hold.lock.release()
  }
}
