import Effects

/// Starts no new effect once a signal has come.
struct Interruptible: EffectHandler {
  let interruption: Interruption
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    guard interruption.signal == nil else { return .ended }
    return await next.perform(effect)
  }
}
