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

/// Lets so many creates be sent and no more, however many wait to be.
package final class CreateCap: Sendable {
  private struct State {
    /// Intents that were begun.
    var sent = 0
    /// Those that are being begun; some may turn out to be known.
    var pending = 0
  }

  let limit: Int?
  private let state = Waiters(State())
  private let underWay = InFlight()

  /// No limit if it is nil.
  package init(_ limit: Int?) {
    self.limit = limit
  }

  /// Whether no more may be sent.
  var isReached: Bool {
    guard let limit else { return false }
    return state.read { $0.sent >= limit }
  }

  /// Why the run ends when the cap is reached, and how to go on.
  var reason: String {
    let count = limit ?? 0
    if count == 0 {
      return "--max-creates is 0, and the script asks for a new device; nothing was made"
    }
    let (creates, next) =
      count == 1 ? ("1 create was", "one") : ("\(count) creates were", "\(count)")
    return "\(creates) sent, as many as --max-creates allows; run again to make the next \(next), "
      + "or raise --max-creates"
  }

  /// What a plan says of it that would create so many; nil if that is no more than may be.
  package func warning(ofPlanned count: Int) -> String? {
    guard let limit, count > limit else { return nil }
    return "a run stops after \(limit) of these \(count) creates: --max-creates \(limit)"
  }

  /// Begins an intent, which counts unless its key is known; nil if none may be begun any more.
  ///
  /// Call `end` once what was begun has been sent and recorded.
  func begin(
    _ body: () async throws(LedgerError) -> BeginResult
  ) async throws(LedgerError) -> BeginResult? {
    guard await enter() else { return nil }
    underWay.begin()
    do throws(LedgerError) {
      let result = try await body()
      if case .begun = result {
        leave(isSent: true)
        return result
      }
      leave(isSent: false)
      underWay.end()
      return result
    } catch {
      leave(isSent: false)
      underWay.end()
      throw error
    }
  }

  /// What was begun is recorded.
  func end() {
    underWay.end()
  }

  /// Returns once nothing is under way that was begun.
  func drained() async {
    await underWay.drained()
  }

  /// Ends the run; what was sent before is still finished, with the attempts that it needs.
  func refuse(_ report: any RunSink) -> Reply {
    report.stop(.createLimit(reason), isHalting: false)
    Task {
      await drained()
      report.halt()
    }
    return .ended
  }

  /// Waits until it is known whether a pending create takes the last place.
  private func enter() async -> Bool {
    guard let limit else { return true }
    return await state.wait { state in
      if state.sent >= limit { return false }
      if state.sent + state.pending >= limit { return nil }
      state.pending += 1
      return true
    }
  }

  private func leave(isSent: Bool) {
    guard limit != nil else { return }
    state.update { state in
      state.pending -= 1
      if isSent { state.sent += 1 }
    }
  }
}
