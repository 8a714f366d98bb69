import Ledger
import Synchronization

/// Lets so many creates be sent and no more, however many wait to be.
package final class CreateCap: Sendable {
  private struct State {
    /// Intents that were begun.
    var sent = 0
    /// Those that are being begun; some may turn out to be known.
    var pending = 0
    /// What waits to learn whether a pending one was.
    var waiting: [CheckedContinuation<Bool, Never>] = []
  }

  let limit: Int?
  private let state = Mutex(State())
  private let underWay = InFlight()

  /// No limit where it is nil.
  package init(_ limit: Int?) {
    self.limit = limit
  }

  /// Whether no more may be sent.
  var isReached: Bool {
    guard let limit else { return false }
    return state.withLock { $0.sent >= limit }
  }

  /// Why the run ends where it is reached, and how to go on.
  var story: String {
    let count = limit ?? 0
    if count == 0 {
      return "--max-creates is 0, and the script asks for a new device; nothing was made"
    }
    let (creates, next) =
      count == 1 ? ("1 create was", "one") : ("\(count) creates were", "\(count)")
    return
      "\(creates) sent, as many as --max-creates allows; run again to make the next \(next), or raise --max-creates"
  }

  /// What a plan says of it that would create so many; nil where that is no more than may be.
  package func warning(ofPlanned count: Int) -> String? {
    guard let limit, count > limit else { return nil }
    return "a run stops after \(limit) of these \(count) creates: --max-creates \(limit)"
  }

  /// Begins an intent, which counts unless its key is known; nil where none may be begun any more.
  ///
  /// Call `end` once what was begun has been sent and recorded.
  func begin(_ body: () async throws(LedgerError) -> BeginResult) async throws(LedgerError)
    -> BeginResult?
  {
    guard await enter() else { return nil }
    underWay.begin()
    do throws(LedgerError) {
      let claim = try await body()
      if case .begun = claim {
        leave(isSent: true)
        return claim
      }
      leave(isSent: false)
      underWay.end()
      return claim
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

  private func enter() async -> Bool {
    guard let limit else { return true }
    return await withCheckedContinuation { continuation in
      let answer: Bool? = state.withLock { state in
        if state.sent >= limit { return false }
        if state.sent + state.pending >= limit {
          state.waiting.append(continuation)
          return nil
        }
        state.pending += 1
        return true
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  private func leave(isSent: Bool) {
    guard let limit else { return }
    let (woken, answer) = state.withLock { state in
      state.pending -= 1
      if isSent { state.sent += 1 }
      let isFull = state.sent >= limit
      let count =
        isFull ? state.waiting.count : min(state.waiting.count, limit - state.sent - state.pending)
      let woken = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(count)
      if !isFull { state.pending += count }
      return (woken, !isFull)
    }
    for continuation in woken { continuation.resume(returning: answer) }
  }
}
