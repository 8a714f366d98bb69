package import Effects
import Host
import Synchronization

/// Remembers the effects of a run, in the order of their replies.
package final class RecordedEffects: EffectObserver {
  private let seen = Mutex<[Effect]>([])

  package init() {}

  package var effects: [Effect] { seen.withLock { $0 } }

  package func observe(_ effect: Effect, _ reply: Reply) {
    seen.withLock { $0.append(effect) }
  }
}
