package import Effects
import Ledger

/// Starts no new effect once the run is to end, and counts each that ends as progress.
package struct Interruptible: EffectHandler {
  let interruption: Interruption
  let next: any EffectHandler

  package init(interruption: Interruption, next: any EffectHandler) {
    self.interruption = interruption
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard !interruption.isEnding else { return .ended }
    defer { interruption.pulse.beat() }
    return await next.perform(effect)
  }
}
