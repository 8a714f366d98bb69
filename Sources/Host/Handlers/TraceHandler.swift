import Bindings
package import Effects
import Reporting

/// Reports how many devices a script is about to ask for.
struct BatchProgressHandler: EffectHandler {
  let report: Report
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    guard let batch = DeviceBatch(effect) else { return await next.perform(effect) }
    report.expect(batch)
    return .returned(.null)
  }
}

/// Observes the effects of a script, with their replies.
package protocol EffectObserver: Sendable {
  /// Takes an effect once it is answered.
  func observe(_ effect: Effect, _ reply: Reply)
}

/// Hands every effect to an observer once it is answered.
struct TraceHandler: EffectHandler {
  let observer: any EffectObserver
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    let reply = await next.perform(effect)
    observer.observe(effect, reply)
    return reply
  }
}
