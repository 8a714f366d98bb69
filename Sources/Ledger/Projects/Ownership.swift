/// Whose a device is that a list shows.
package enum Ownership: Hashable, Sendable {
  /// The ledger has a row with its id.
  case owned(number: Int64, order: Int64, exists: Bool)
  /// It is noted as not the ledger's own; `isTaken` where its name is taken with it.
  case foreign(isTaken: Bool)
}
