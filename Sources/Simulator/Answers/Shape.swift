package import QubitroModel

/// How answers look: as one of the API's three published descriptions says.
///
/// All three describe the same paths below `/v2`.
package enum Shape: String, Sendable, CaseIterable {
  /// 2024: everything is wrapped, and a new device's credentials are in `data.metadata`.
  case a
  /// Early 2025: everything is wrapped, and credentials are in `data.device_credentials`.
  case b
  /// The newest: bare objects and arrays, and errors without a status.
  case c

  /// What a service of this generation accepts.
  package var rules: ModelRules {
    switch self {
    case .a: .a
    case .b: .b
    case .c: .c
    }
  }

  /// The body of an answer that holds something.
  func body(_ action: String, status: Int, _ message: String, data: JSONValue) -> JSONValue {
    guard self != .c else { return data }
    return .object(
      envelope(true, action, status, message).merging(["data": data]) { _, new in new })
  }

  /// The body of an answer that only says that it is done.
  func done(_ action: String, _ message: String) -> JSONValue {
    .object(envelope(true, action, 200, message))
  }

  /// The body of an error.
  ///
  /// The newest generation puts the reason in `details`; the others have it as their message.
  func error(
    _ action: String, status: Int, code: String, _ message: String, details: String? = nil
  ) -> JSONValue {
    var fields = envelope(false, action, status, details ?? message)
    guard self == .c else { return .object(fields) }
    fields["message"] = .string(message)
    fields["code"] = .string(code)
    if let details { fields["details"] = .string(details) }
    return .object(fields)
  }

  private func envelope(
    _ success: Bool, _ action: String, _ status: Int, _ message: String
  ) -> [String: JSONValue] {
    let fields: [String: JSONValue] = [
      "success": .boolean(success), "action": .string(action), "message": .string(message),
    ]
    guard self != .c else { return fields }
    return fields.merging(["status": .integer(status)]) { _, new in new }
  }
}

extension Shape {
  /// Which answer shows a device; that decides which of its fields are shown.
  enum View: Sendable {
    case created, one, listed
    /// The answer to a create, without the token.
    case createdWithoutToken
  }

  func device(_ device: ModelDevice, as view: View) -> JSONValue {
    var fields: [String: JSONValue] = [
      "id": .string(device.id), "name": .string(device.name),
      "description": .string(device.description), "brand": .string(device.brand),
      "model": .string(device.model), "avatar": .string(avatar),
      "last_seen": .string(device.lastSeen?.description ?? "0001-01-01T00:00:00Z"),
    ]
    switch self {
    case .a: fields.merge(creationFields(of: device, as: view)) { _, new in new }
    case .b, .c:
      fields["tags"] = .strings(device.tags)
      fields["metadata"] = .strings(device.metadata)
      fields["device_credentials"] = credentials(of: device, as: view)
    }
    if self == .c { fields["source"] = .string(device.source) }
    return .object(fields)
  }

  private var avatar: String {
    let host = self == .c ? "cdn.qubitro.com" : "static.qubitro.com"
    return "https://\(host)/portal/device/avatar/default.png"
  }

  /// The fields that the oldest generation shows in the answer to a create, and never again.
  private func creationFields(of device: ModelDevice, as view: View) -> [String: JSONValue] {
    switch view {
    case .created:
      [
        "tags": .strings(device.tags),
        "metadata": ["device_id": .string(device.id), "device_token": .string(device.token)],
      ]
    case .createdWithoutToken:
      ["tags": .strings(device.tags), "metadata": ["device_id": .string(device.id)]]
    case .one, .listed: [:]
    }
  }

  private func credentials(of device: ModelDevice, as view: View) -> JSONValue? {
    let token: JSONValue?
    switch view {
    case .listed: return nil
    case .created, .one: token = .string(device.token)
    case .createdWithoutToken: token = nil
    }
    return switch (self, device.source) {
    case (.c, "mqtt"): .compactObject(["username": .string(device.id), "password": token])
    case (.c, _): .compactObject(["token": token])
    default: .compactObject(["device_id": .string(device.id), "device_token": token])
    }
  }
}

extension Shape {
  func project(_ project: ModelProject) -> JSONValue {
    [
      "id": .string(project.id), "name": .string(project.name),
      "description": .string(project.description), "tags": .strings(project.tags),
    ]
  }

  func reading(_ reading: ModelReading, keptTo keys: Set<String>) -> JSONValue {
    let values = reading.values(keptTo: keys).mapValues { JSONValue.number($0) }
    return .object(values.merging(["time": .string(reading.time.description)]) { _, new in new })
  }
}
