import Effects
import Ledger
import QubitroClient

/// Counts a row as in flight until it is recorded, and hands it on off the Lua thread.
///
/// So an answer is recorded however long the script computes meanwhile.
struct InFlightStage: CreateStage {
  let inFlight: InFlight
  let next: any CreateStage

  @concurrent
  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    inFlight.begin()
    defer { inFlight.end() }
    return try await next.create(row)
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
