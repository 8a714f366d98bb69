import Effects

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
