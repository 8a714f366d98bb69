package import Effects
import Synchronization

/// Answers effects with a closure's result and remembers them.
package final class ScriptedHandler: EffectHandler {
  private let answer: @Sendable (Effect) -> Reply
  private let seen = Mutex<[Effect]>([])

  package init(
    _ answer: @escaping @Sendable (Effect) -> Reply = { .returned($0.arguments.first ?? .null) }
  ) {
    self.answer = answer
  }

  package var effects: [Effect] {
    seen.withLock { $0 }
  }

  package func perform(_ effect: Effect) async -> Reply {
    seen.withLock { $0.append(effect) }
    return answer(effect)
  }
}
