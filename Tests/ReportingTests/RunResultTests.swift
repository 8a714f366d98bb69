import LuaRuntime
import Provisioning
import Settings
import Terminal
import Testing

@testable import Reporting

struct RunResultTests {
  private func runResult(_ change: (inout RunResult) -> Void) -> RunResult {
    var runResult = RunResult(mode: .run)
    change(&runResult)
    return runResult
  }

  @Test(
    arguments: [
      ([:], ExitStatus.converged), ([.created: 3, .unchanged: 1], .converged),
      ([.planned: 1], .converged),
      ([.created: 1, .rejected: 1], .failed), ([.rejected: 1, .quarantined: 1], .attention),
      ([.quarantined: 1, .unknown: 1], .tryLater),
    ] as [([DeviceResult.Status: Int], ExitStatus)])
  func `the counts decide the exit status`(counts: [DeviceResult.Status: Int], status: ExitStatus) {
    #expect(runResult { $0.counts = counts }.exitStatus == status)
  }

  @Test(arguments: [
    (Stop.ledger(""), ExitStatus.ioError), (.keyRefused(""), .noPermission),
    (.configuration(""), .configuration),
    (.unavailable(""), .unavailable), (.tryLater(""), .tryLater), (.accountOverdue(""), .failed),
  ])
  func `what stopped the run comes before what its devices came to`(stop: Stop, status: ExitStatus)
  {
    #expect(runResult { ($0.stop, $0.counts) = (stop, [.rejected: 1]) }.exitStatus == status)
  }

  @Test func `a failure of the script is 1, one of the host 70, and a stop speaks for itself`() {
    #expect(runResult { $0.scriptFailure = ScriptFailure(.script, "") }.exitStatus == .failed)
    #expect(
      runResult { $0.scriptFailure = ScriptFailure(.internal, "") }.exitStatus == .internalError)
    #expect(
      runResult { $0.scriptFailure = ScriptFailure(.memory, "") }.exitStatus == .internalError)
    #expect(
      runResult { ($0.scriptFailure, $0.signal) = (ScriptFailure(.stopped, ""), .terminate) }
        .exitStatus == .terminated)
  }

  @Test func `a change has an exit status of its own only with --detailed-exitcode`() {
    let changed = runResult { ($0.counts, $0.hasDetailedExitCode) = ([.created: 1], true) }
    #expect(changed.exitStatus == .changed)
    #expect(
      runResult { ($0.counts, $0.hasDetailedExitCode) = ([.unchanged: 1], true) }.exitStatus
        == .converged)
    #expect(
      runResult { ($0.counts, $0.hasDetailedExitCode) = ([.created: 1, .rejected: 1], true) }
        .exitStatus == .failed)
  }
}
