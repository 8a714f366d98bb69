import QubitroModel

extension Shape {
  /// Where a device is shown, which decides what is shown of it.
  enum View: Sendable {
    case created, one, listed
    /// The answer to a create, spoiled: everything but the token.
    case createdWithoutToken
  }

  func device(_ device: ModelDevice, as view: View) -> WireValue {
    var fields: [String: WireValue] = [
      "id": .string(device.id), "name": .string(device.name), "description": .string(device.description),
      "brand": .string(device.brand), "model": .string(device.model), "avatar": .string(avatar),
      "last_seen": .string(device.lastSeen?.description ?? "0001-01-01T00:00:00Z"),
    ]
    switch self {
    case .a: fields.merge(oldest(device, as: view)) { _, new in new }
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

  /// The fields that only the answer to a create has in the oldest generation: its token cannot be asked for again.
  private func oldest(_ device: ModelDevice, as view: View) -> [String: WireValue] {
    switch view {
    case .created:
      [
        "tags": .strings(device.tags),
        "metadata": ["device_id": .string(device.id), "device_token": .string(device.token)],
      ]
    case .createdWithoutToken: ["tags": .strings(device.tags), "metadata": ["device_id": .string(device.id)]]
    case .one, .listed: [:]
    }
  }

  private func credentials(of device: ModelDevice, as view: View) -> WireValue? {
    let token: WireValue? =
      switch view {
      case .created, .one: .string(device.token)
      case .createdWithoutToken: nil
      case .listed: nil
      }
    if view == .listed { return nil }
    let fields: [String: WireValue?] =
      switch (self, device.source) {
      case (.c, "mqtt"): ["username": .string(device.id), "password": token]
      case (.c, _): ["token": token]
      default: ["device_id": .string(device.id), "device_token": token]
      }
    return .object(fields.compactMapValues(\.self))
  }
}

extension WireValue: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, WireValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
