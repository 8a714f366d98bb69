import Bindings
package import Effects
import Reporting

/// Records how many devices a script is about to ask for, if the script knows.
struct BatchProgressHandler: EffectHandler {
  let report: Report
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    guard let batch = DeviceBatch(effect) else { return await next.perform(effect) }
    report.expect(batch)
    return .returned(.null)
  }
}

/// Watches effects pass, with their replies.
package protocol EffectObserver: Sendable {
  func observe(_ effect: Effect, _ reply: Reply)
}

/// Shows every effect to an observer once it is answered.
struct TraceHandler: EffectHandler {
  let observer: any EffectObserver
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    let reply = await next.perform(effect)
    observer.observe(effect, reply)
    return reply
  }
}
