/// What a device signs in with.
///
/// The token prints as redacted.
package struct DeviceCredentials: Hashable, Sendable {
  package var deviceID: String?
  package var token: String

  package init(deviceID: String?, token: String) {
    self.deviceID = deviceID
    self.token = token
  }

  /// Finds the credentials wherever a published description puts them: `device_credentials`, else `metadata`.
  init?(in device: JSON) {
    for place in ["device_credentials", "metadata"] {
      let found = device[place]
      let names = place == "metadata" ? ["device_token"] : ["device_token", "password", "token"]
      guard let token = names.lazy.compactMap({ found?[$0]?.string }).first, !token.isEmpty else { continue }
      self.init(deviceID: found?["device_id"]?.string ?? found?["username"]?.string, token: token)
      return
    }
    return nil
  }
}

extension DeviceCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "[credentials of \(deviceID ?? "a device")]" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
