package import JSONCodec

/// A device as the API describes it.
package struct Device: Hashable, Sendable {
  package var id: String
  package var name: String?
  /// Every field of the answer, unknown ones too.
  package var fields: [String: JSON]
  package var credentials: DeviceCredentials?

  /// Reads a device by its shape; nil if it has no id.
  package init?(_ json: JSON) {
    guard case .object(let fields) = json else { return nil }
    let credentials = DeviceCredentials(in: json)
    guard let id = json["id"]?.string ?? credentials?.deviceID, !id.isEmpty else { return nil }
    self.id = id
    self.fields = fields
    self.credentials = credentials.map {
      DeviceCredentials(deviceID: $0.deviceID ?? id, token: $0.token)
    }
    name = json["name"]?.string
  }
}

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

  /// Finds the credentials in the places that Qubitro's descriptions of the API name.
  ///
  /// They stand in `device_credentials`, else in `metadata`.
  init?(in device: JSON) {
    for place in ["device_credentials", "metadata"] {
      let found = device[place]
      let names = place == "metadata" ? ["device_token"] : ["device_token", "password", "token"]
      guard let token = names.lazy.compactMap({ found?[$0]?.string }).first, !token.isEmpty else {
        continue
      }
      self.init(deviceID: found?["device_id"]?.string ?? found?["username"]?.string, token: token)
      return
    }
    return nil
  }
}

extension DeviceCredentials: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "[credentials of \(deviceID ?? "a device")]" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The body of `POST /v2/projects/{PROJECT_ID}/devices`, with the fields of the API's description.
package struct NewDevice: Hashable, Sendable {
  /// The field of a device's metadata that holds a marker.
  package static let markerName = "qubitro_host"

  package var name: String
  package var description: String
  /// `http` or `mqtt`.
  package var source: String
  /// Sent even if it is empty.
  package var tags: [String]
  /// Left out if it is nil; the API then says `Custom`.
  package var brand: String?
  package var model: String?

  package init(
    name: String, description: String, source: String, tags: [String] = [], brand: String? = nil,
    model: String? = nil
  ) {
    self.name = name
    self.description = description
    self.source = source
    self.tags = tags
    self.brand = brand
    self.model = model
  }

  /// The request's body as JSON with sorted fields, so that equal devices have equal bytes.
  ///
  /// `marker` goes into the device's metadata, which generations b and c keep and show in lists.
  package func body(marker: String? = nil) -> [UInt8] {
    JSONWriter.bytes(ofSorted: [
      ("brand", brand.map(JSON.string)),
      ("description", .string(description)),
      ("metadata", marker.map { .object([Self.markerName: .string($0)]) }),
      ("model", model.map(JSON.string)),
      ("name", .string(name)),
      ("source", .string(source)),
      ("tags", .array(tags.map(JSON.string))),
    ])
  }
}
