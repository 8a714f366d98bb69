import Effects
import Ledger
import QubitroClient

/// Counts a row as in flight until it is recorded, and hands it on off the Lua thread.
///
/// So an answer is recorded, and a failure of the ledger stops the run, however long the script
/// computes meanwhile.
struct InFlightStage: CreateStage {
  let inFlight: InFlight
  let failure: LedgerFailure
  let next: any CreateStage

  @concurrent
  func create(_ row: CreateRow) async -> Reply {
    inFlight.begin()
    defer { inFlight.end() }
    do throws(LedgerError) {
      return try await next.create(row)
    } catch {
      return failure.reply(to: error)
    }
  }
}

/// Stops the run if the ledger fails.
struct LedgerFailure {
  let report: any RunSink
  /// What the run does then; it follows the reason.
  let consequence: String

  /// Stops the run, and returns the reply to the call that met the error.
  func reply(to error: LedgerError) -> Reply {
    report.stop(.ledger(error.description + consequence))
    return .ended
  }
}

/// Counts what has begun and is not recorded yet; a run's end waits for it.
package final class InFlight: Sendable {
  private let count = Waiters(0)

  package init() {}

  func begin() {
    count.update { $0 += 1 }
  }

  func end() {
    count.update { $0 -= 1 }
  }

  /// Returns once nothing is in flight.
  package func drained() async {
    await count.wait { $0 == 0 ? () : nil }
  }
}
