package import Effects
import Ledger

/// Starts no new effect once the run is to end, and counts each that ends as progress.
package struct StopGate: EffectHandler {
  let control: RunControl
  let next: any EffectHandler

  package init(control: RunControl, next: any EffectHandler) {
    self.control = control
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard !control.isEnding else { return .ended }
    defer { control.progressCounter.beat() }
    return await next.perform(effect)
  }
}
