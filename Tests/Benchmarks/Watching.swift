import Effects
import Synchronization

/// Answers every effect, and looks at the process's memory after some.
final class Watching: EffectHandler {
  private let state = Mutex((count: 0, seen: [Int]()))

  var seen: [Int] { state.withLock { $0.seen } }

  func perform(_ effect: Effect) async -> Reply {
    state.withLock { state in
      state.count += 1
      if [1_000, 100_000, 1_000_000].contains(state.count) {
        state.seen.append(Measurement.residentMemory)
      }
    }
    return .returned(.null)
  }
}
