/// Where a key stands.
///
/// A row leaves `sending` for another request only through proof that nothing was created.
package enum DeviceState: String, Sendable, CaseIterable {
  /// The intent is durable and the request may be under way.
  case sending
  /// The device exists and its credentials are recorded.
  case created
  /// Nothing was created; the next run may try again.
  case rejected
  /// The device may or may not exist.
  case unknown
  /// The device exists and its credentials are lost.
  case quarantined
  /// A script has deleted the device.
  case deleted

  /// Whether a new intent may be begun from here.
  package var mayBegin: Bool { self == .rejected || self == .deleted }
}
