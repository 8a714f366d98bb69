package import Effects

/// Watches effects pass, with their replies.
package protocol EffectObserver: Sendable {
  func observe(_ effect: Effect, _ reply: Reply)
}
