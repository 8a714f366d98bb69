import Effects

/// Where a fiber came to rest.
enum Step {
  case finished
  case effect(Effect)
  case failed(ScriptFailure)
}
