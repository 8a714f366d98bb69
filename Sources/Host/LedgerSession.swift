import Foundation
import Ledger
import LedgerAccess
import LuaRuntime
import Provisioning
import Reporting
import Settings
import Terminal

/// The ledger that a run has opened, with its lock and the run's record in the history.
final class LedgerSession: Sendable {
  /// The outcome of opening it.
  enum Opening {
    case opened(LedgerSession)
    /// Another process holds the lock.
    case held(LockContention)
  }

  let history: RunHistory
  private let lockedLedger: LockedLedger
  private let id: RunID
  private let report: Report
  private let jobID: String
  private let heartbeat: Task<Void, Never>

  var ledger: any LedgerStore { lockedLedger.ledger }

  /// Takes the lock and opens the ledger.
  ///
  /// Throws 74 if either fails. From then on the lock's note shows the run's progress, as
  /// `progressCounter` counts it.
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
    case .taken(let lockedLedger):
      let heartbeat = LockHeartbeat.start(lockedLedger.lock, of: progressCounter)
      return .opened(LedgerSession(configuration, lockedLedger, id, report, heartbeat))
    }
  }

  private init(
    _ configuration: Configuration, _ lockedLedger: LockedLedger, _ id: RunID, _ report: Report,
    _ heartbeat: Task<Void, Never>
  ) {
    history = RunHistory(id, configuration, in: lockedLedger.ledger, report: report)
    self.lockedLedger = lockedLedger
    self.id = id
    self.report = report
    self.heartbeat = heartbeat
    jobID = configuration.jobID
  }

  deinit {
    // The heartbeat's task keeps the lock.
    heartbeat.cancel()
  }

  /// Records that the run begins.
  ///
  /// Every project is looked at again if the ledger's file may be older than the last one here.
  func begin() async throws(LedgerError) {
    if let announcement = try await lockedLedger.noticeRestore() { report.announce(announcement) }
    try await history.start()
    try lockedLedger.lock.record(id)
    report.noteRecorded()
    report.remember(try await ledger.lastNotified(jobID))
    report.activity.note(
      .lock,
      "taken; the run before was \(lockedLedger.lock.lastRecordedRun?.description ?? "none")")
  }

  /// Records the run's end, and closes the file before it releases the lock.
  ///
  /// A failure goes into the report.
  func finish(_ modules: LoadedModules) async {
    do throws(LedgerError) {
      if let notified = report.decideDue(now: .now) {
        try await ledger.setNotified(notified, jobID)
      }
      try await history.finish(report.exitStatus, counts: report.counts, modules: modules)
      try await lockedLedger.close()
    } catch {
      report.stop(.ledger(error.description))
      report.activity.note(.ledger, "could not be closed well")
    }
    heartbeat.cancel()
    lockedLedger.lock.release()
  }
}
