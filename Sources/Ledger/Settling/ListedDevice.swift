/// A device that a list shows, that the ledger does not own, and that is not foreign: it may be one that is looked for.
package struct ListedDevice: Hashable, Sendable {
  package var id: String
  package var traits: DeviceTraits

  package init(id: String, traits: DeviceTraits) {
    self.id = id
    self.traits = traits
  }
}
