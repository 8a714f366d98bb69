import Ledger
import LedgerAccess
import Provisioning
import Reporting
import Settings
import Terminal

/// Takes the ledger for a run, as `--overlap` has it where another process holds it.
struct OverlapPolicy {
  /// How often the lock is tried by who waits for it.
  private static let interval = Duration.milliseconds(200)
  /// A holder may have taken the lock and be about to write its name over that of the last one, so
  /// a stuck one is looked at twice.
  private static let secondLook = Duration.milliseconds(500)

  let configuration: Configuration
  let run: RunID
  let report: Report
  let control: RunControl

  /// Nil where the run ends without it; the report says why.
  func enter() async throws(HostError) -> LedgerSession? {
    var (isSecondLook, hasSaid) = (false, false)
    while true {
      let contention: LockContention
      switch try LedgerSession.open(
        configuration, for: run, report, showing: control.progressCounter)
      {
      case .opened(let session):
        report.meet(nil)
        return session
      case .held(let found): contention = found
      }
      report.meet(contention.description())
      let isStuck = contention.isStuck(after: configuration.stuckAfter)
      if isStuck && isSecondLook {
        return leave(.tryLater(contention.alarm(of: configuration.ledger.path)))
      }
      if !isStuck {
        switch configuration.overlap {
        case .skip: return leave(nil)
        case .fail: return leave(.tryLater(refusal(by: contention)))
        case .wait where !hasSaid:
          report.say("waiting for the ledger, which is held by \(contention.description())")
          hasSaid = true
        case .wait: break
        }
      }
      isSecondLook = isStuck
      guard await control.wait(isStuck ? Self.secondLook : Self.interval) else { return nil }
    }
  }

  private func leave(_ stop: Stop?) -> LedgerSession? {
    if let stop { report.stop(stop) } else { report.skip() }
    return nil
  }

  private func refusal(by contention: LockContention) -> String {
    contention.refusal(
      of: configuration.ledger.path, next: "run again once it has ended, or pass --overlap wait")
  }
}
