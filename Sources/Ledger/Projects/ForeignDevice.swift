/// A device of a project that this ledger did not make: settling never takes it for one of its own.
package struct ForeignDevice: Hashable, Sendable {
  package var id: String
  /// The name that is taken with it; nil where the name is free all the same, as for a device that the ledger had and let go.
  package var name: String?

  package init(id: String, name: String?) {
    self.id = id
    self.name = name
  }
}
