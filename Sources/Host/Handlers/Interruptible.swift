import Effects
import Ledger

/// Starts no new effect once the run is to end, and counts each that ends as progress.
struct Interruptible: EffectHandler {
  let interruption: Interruption
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    guard !interruption.isEnding else { return .ended }
    defer { interruption.pulse.beat() }
    return await next.perform(effect)
  }
}
