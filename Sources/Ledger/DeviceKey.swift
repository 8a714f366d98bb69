/// The API and the project within which a key is unique.
package struct Scope: Hashable, Sendable {
  package var baseURL: String
  package var project: String

  package init(baseURL: String, project: String) {
    self.baseURL = baseURL
    self.project = project
  }
}

/// What identifies a device to this program before the API has given it an id.
package struct DeviceKey: Hashable, Sendable {
  package var scope: Scope
  package var key: String

  package init(_ key: String, in scope: Scope) {
    self.scope = scope
    self.key = key
  }
}

/// The state of a key.
///
/// A row leaves `sending` for another request only if it is proven that nothing was created.
package enum DeviceState: String, Sendable, CaseIterable {
  /// The intent is durable and the request may be under way.
  case sending
  /// The device exists and its credentials are recorded.
  case created
  /// The device exists and its credentials are recorded; it was found in the project.
  case adopted
  /// Nothing was created; the next run may try again.
  case rejected
  /// The device may or may not exist, or it exists and has not been found yet.
  case unknown
  /// The device exists and its credentials are lost.
  case quarantined
  /// A script has deleted the device.
  case deleted
  /// A person has taken the device out of the ledger.
  case forgotten

  /// Whether a new intent may begin from this state.
  package var mayBegin: Bool { self == .rejected || self == .deleted || self == .forgotten }

  /// Whether the project holds a device for the key, as far as the ledger knows.
  package var exists: Bool { self == .created || self == .adopted || self == .quarantined }
}
