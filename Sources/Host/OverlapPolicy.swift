import Ledger
import LedgerAccess
import Provisioning
import Reporting
import Settings
import Terminal

/// Opens the ledger for a run; `--overlap` says what to do if another process holds it.
struct OverlapPolicy {
  /// How long a run that waits for the lock pauses between two attempts.
  private static let interval = Duration.milliseconds(200)
  /// How long it pauses if the holder seems stuck.
  ///
  /// A new holder may not have written its note over that of the last one yet. So a holder counts
  /// as stuck only if it seems so twice.
  private static let stuckInterval = Duration.milliseconds(500)

  let configuration: Configuration
  let run: RunID
  let report: Report
  let control: RunControl

  /// Opens the ledger; nil if the run ends without it, and the report says why.
  func open() async throws(HostError) -> LedgerSession? {
    var (seemedStuck, hasReportedWait) = (false, false)
    while true {
      let contention: LockContention
      switch try LedgerSession.open(
        configuration, for: run, report, showing: control.progressCounter)
      {
      case .opened(let session):
        report.noteHolder(nil)
        return session
      case .held(let found): contention = found
      }
      report.noteHolder(contention.description())
      let isStuck = contention.isStuck(after: configuration.stuckAfter)
      if isStuck ? seemedStuck : configuration.overlap != .wait {
        giveUp(because: contention, isStuck: isStuck)
        return nil
      }
      if !isStuck && !hasReportedWait {
        report.say("waiting for the ledger, which is held by \(contention.description())")
        hasReportedWait = true
      }
      seemedStuck = isStuck
      guard await control.wait(isStuck ? Self.stuckInterval : Self.interval) else { return nil }
    }
  }

  private func giveUp(because contention: LockContention, isStuck: Bool) {
    let path = configuration.ledger.path
    if isStuck {
      report.stop(.tryLater(contention.alarm(of: path)))
    } else if configuration.overlap == .skip {
      report.skip()
    } else {
      let refusal = contention.refusal(
        of: path, next: "run again once it has ended, or pass --overlap wait")
      report.stop(.tryLater(refusal))
    }
  }
}
