import QubitroModel

/// The wrapping that the API of 2024 puts around every answer.
struct Envelope<Payload: Encodable & Sendable>: Encodable, Sendable {
  var success: Bool
  var action: String
  var status: Int
  var message: String
  var data: Payload?
}

/// A device as a create request is answered.
struct DeviceBody: Encodable, Sendable {
  var id: String
  var name: String
  var description: String
  var brand: String
  var model: String
  var avatar = "https://static.qubitro.com/portal/device/avatar/default.png"
  var lastSeen = "0001-01-01T00:00:00Z"
  var tags: [String]
  var metadata: [String: String]

  enum CodingKeys: String, CodingKey {
    case id, name, description, brand, model, avatar, tags, metadata
    case lastSeen = "last_seen"
  }

  init(_ device: ModelDevice, withToken: Bool = true) {
    id = device.id
    name = device.name
    description = device.description
    brand = device.brand
    model = device.model
    tags = device.tags
    metadata = ["device_id": device.id]
    if withToken { metadata["device_token"] = device.token }
  }
}
