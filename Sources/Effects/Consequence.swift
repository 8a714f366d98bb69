/// What performing an effect does to the world; dry runs, caps and the ledger go by it.
package enum Consequence: Hashable, Sendable {
  /// Nothing outside the run.
  case none
  /// Reads from the API.
  case reads
  /// Makes something on the API, which is billed.
  case creates
}
