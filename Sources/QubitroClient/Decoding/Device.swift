/// A device as the API describes it.
package struct Device: Hashable, Sendable {
  package var id: String
  package var name: String?
  /// Every field as published, unknown ones too.
  package var fields: [String: JSON]
  package var credentials: DeviceCredentials?

  /// Reads a device by its shape; nil when it has no id.
  package init?(_ json: JSON) {
    guard case .object(let fields) = json else { return nil }
    let credentials = DeviceCredentials(in: json)
    guard let id = json["id"]?.string ?? credentials?.deviceID, !id.isEmpty else { return nil }
    self.id = id
    self.fields = fields
    self.credentials = credentials.map { DeviceCredentials(deviceID: $0.deviceID ?? id, token: $0.token) }
    name = json["name"]?.string
  }
}
