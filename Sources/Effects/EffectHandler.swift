/// Performs effects.
///
/// Ledger, dry run, tracing and the bindings themselves are handlers, and most wrap another one.
///
/// The contract:
/// - `perform` answers every effect exactly once; it has no other way to fail than its reply.
/// - It runs on the Lua thread until it first suspends. A handler that blocks or computes for long says `@concurrent`.
/// - Effects of one fiber come one after the other; effects of several fibers overlap.
/// - Cancellation is no reason to abandon what has begun: a request that was sent is recorded before the reply.
package protocol EffectHandler: Sendable {
  func perform(_ effect: Effect) async -> Reply
}
