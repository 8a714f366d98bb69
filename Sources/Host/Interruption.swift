import LuaRuntime
import Synchronization

/// A signal's wish that the run should end: no new work is started, what is in flight is finished and recorded.
package final class Interruption: Sendable {
  private struct State {
    var signal: ExitStatus?
    var machine: LuaVM?
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
    let (isFirst, machine) = state.withLock { state in
      let isFirst = state.signal == nil
      if isFirst { state.signal = signal }
      return (isFirst, state.machine)
    }
    machine?.stop()
    return isFirst
  }

  /// Names the machine to stop; one that comes after the signal is stopped at once.
  func watch(_ machine: LuaVM) {
    let isLate = state.withLock { state in
      state.machine = machine
      return state.signal != nil
    }
    if isLate { machine.stop() }
  }
}
