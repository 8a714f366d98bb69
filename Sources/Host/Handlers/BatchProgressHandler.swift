import Bindings
import Effects
import Reporting

/// Takes down how many devices a script is about to ask for, where it knows.
struct BatchProgressHandler: EffectHandler {
  let report: Report
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    guard let batch = DeviceBatch(effect) else { return await next.perform(effect) }
    report.expect(batch)
    return .returned(.null)
  }
}
