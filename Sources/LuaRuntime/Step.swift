import Effects

/// Where a fiber came to rest.
enum Step {
  case finished
  case effect(Effect)
  /// It waits for another fiber, which makes it ready.
  case parked
  case failed(ScriptFailure)
}
