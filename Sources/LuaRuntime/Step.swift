import Effects

/// Where the script came to rest.
enum Step {
  case finished
  case effect(Effect)
  case failed(ScriptFailure)
}
