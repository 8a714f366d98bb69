/// A device that the ledger knows to exist, as short as that can be said.
package struct ExistingDevice: Hashable, Sendable {
  /// Of its row.
  package var number: Int64
  /// Of its intent.
  package var order: Int64
  package var deviceID: String

  package init(number: Int64, order: Int64, deviceID: String) {
    self.number = number
    self.order = order
    self.deviceID = deviceID
  }
}
