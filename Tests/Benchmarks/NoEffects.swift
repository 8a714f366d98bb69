import Effects

/// Ends a run that calls the host, which no workload here does.
struct NoEffects: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    .ended
  }
}
