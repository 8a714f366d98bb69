import Effects

/// Starts no new effect once the run is to end.
struct Interruptible: EffectHandler {
  let interruption: Interruption
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    guard !interruption.isEnding else { return .ended }
    return await next.perform(effect)
  }
}
