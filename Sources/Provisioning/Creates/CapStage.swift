import Effects
import Ledger
import QubitroClient

/// Ends the run at a row beyond `--max-creates`.
struct CapStage: CreateStage {
  let cap: CreateCap
  let report: any RunSink
  let next: any CreateStage

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    cap.isReached ? cap.refuse(report) : try await next.create(row)
  }
}

/// Limits how many creates a run sends, however many wait to be sent.
package final class CreateCap: Sendable {
  private struct State {
    /// How many intents were begun.
    var sent = 0
    /// How many are being begun; the ledger may turn out to know some of their keys.
    var pending = 0
  }

  private let limit: Int?
  private let state = Waiters(State())
  private let inFlight = InFlight()

  /// There is no cap if `limit` is nil.
  package init(_ limit: Int?) {
    self.limit = limit
  }

  /// Whether no more may be sent.
  var isReached: Bool {
    guard let limit else { return false }
    return state.read { $0.sent >= limit }
  }

  /// Why the run ends at the cap, and how to go on.
  private var reason: String {
    let count = limit ?? 0
    if count == 0 {
      return "--max-creates is 0, and the script asks for a new device; nothing was made"
    }
    let (creates, next) =
      count == 1 ? ("1 create was", "one") : ("\(count) creates were", "\(count)")
    return "\(creates) sent, as many as --max-creates allows; run again to make the next \(next), "
      + "or raise --max-creates"
  }

  /// Warns that a plan has more creates than a run would send; nil if it has not.
  package func warning(ofPlanned count: Int) -> String? {
    guard let limit, count > limit else { return nil }
    return "a run stops after \(limit) of these \(count) creates: --max-creates \(limit)"
  }

  /// Begins an intent, which counts unless the ledger knows its key.
  ///
  /// Returns nil if no further intent may begin. Call `end` once what was begun has been sent and
  /// recorded.
  func begin(
    _ body: () async throws(LedgerError) -> BeginResult
  ) async throws(LedgerError) -> BeginResult? {
    guard await reserve() else { return nil }
    inFlight.begin()
    do throws(LedgerError) {
      let result = try await body()
      if case .begun = result {
        release(isSent: true)
        return result
      }
      release(isSent: false)
      inFlight.end()
      return result
    } catch {
      release(isSent: false)
      inFlight.end()
      throw error
    }
  }

  /// Takes down that the outcome of one intent is recorded.
  func end() {
    inFlight.end()
  }

  /// Ends the run, and returns the reply to a row beyond the cap.
  ///
  /// What was sent before is still finished, with the attempts that it needs.
  func refuse(_ report: any RunSink) -> Reply {
    report.stop(.createLimit(reason), isHalting: false)
    Task {
      await drained()
      report.halt()
    }
    return .ended
  }

  /// Returns once all that was begun is recorded.
  func drained() async {
    await inFlight.drained()
  }

  /// Reserves a place for an intent; false if no place is left.
  ///
  /// It waits while pending intents may take the last places.
  private func reserve() async -> Bool {
    guard let limit else { return true }
    return await state.wait { state in
      if state.sent >= limit { return false }
      if state.sent + state.pending >= limit { return nil }
      state.pending += 1
      return true
    }
  }

  private func release(isSent: Bool) {
    guard limit != nil else { return }
    state.update { state in
      state.pending -= 1
      if isSent { state.sent += 1 }
    }
  }
}
