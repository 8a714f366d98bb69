import LuaRuntime
import QubitroClient
import Synchronization

/// The wish of a signal, or of the clock, that the run should end: no new work is started, what is in flight is finished and recorded.
package final class Interruption: Sendable {
  private struct State {
    var signal: ExitStatus?
    /// The run's time is over.
    var isExpired = false
    var isHalted = false
    var machine: LuaVM?
    var sleepers: [Int: Task<Void, any Error>] = [:]
    var sleeperCount = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// `interrupted` or `terminated`, once a signal has come.
  package var signal: ExitStatus? {
    state.withLock { $0.signal }
  }

  /// Ends the run.
  ///
  /// Only the first call counts; it returns false for a later one.
  package func request(_ signal: ExitStatus) -> Bool {
    let before = state.withLock { state in
      defer { state.signal = state.signal ?? signal }
      return state
    }
    before.machine?.stop()
    for sleeper in before.sleepers.values { sleeper.cancel() }
    return before.signal == nil
  }

  /// Ends the run as a signal does, but leaves the first signal its meaning.
  func expire() {
    let before = state.withLock { state in
      state.isExpired = true
      return state
    }
    before.machine?.stop()
    for sleeper in before.sleepers.values { sleeper.cancel() }
  }

  /// Lets nothing new begin: the run has its reason to stop already.
  ///
  /// The script's own code is not interrupted.
  func halt() {
    let sleepers = state.withLock { state in
      state.isHalted = true
      return state.sleepers.values
    }
    for sleeper in sleepers { sleeper.cancel() }
  }

  /// Whether the run is to end.
  var isEnding: Bool {
    state.withLock { $0.signal != nil || $0.isExpired || $0.isHalted }
  }

  /// Names the machine to stop; one that comes after the signal is stopped at once.
  func watch(_ machine: LuaVM) {
    let isLate = state.withLock { state in
      state.machine = machine
      return state.signal != nil || state.isExpired
    }
    if isLate { machine.stop() }
  }
}

/// A pause between two attempts ends with the signal, and so does the hope for a further attempt.
extension Interruption: Pause {
  package func wait(_ duration: Duration) async -> Bool {
    let sleeper = Task { try await Task.sleep(for: duration) }
    let number = state.withLock { state in
      state.sleeperCount += 1
      state.sleepers[state.sleeperCount] = sleeper
      return state.sleeperCount
    }
    if isEnding { sleeper.cancel() }
    await withTaskCancellationHandler {
      _ = await sleeper.result
    } onCancel: {
      sleeper.cancel()
    }
    state.withLock { $0.sleepers[number] = nil }
    return !isEnding
  }
}
