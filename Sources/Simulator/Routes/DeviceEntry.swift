import QubitroModel

/// A device as `/_sim/devices` shows it: everything, the token too.
struct DeviceEntry: Encodable, Sendable {
  private let device: ModelDevice

  init(_ device: ModelDevice) {
    self.device = device
  }

  private enum Key: String, CodingKey {
    case id, project, name, description, source, tags, brand, model, token, metadata
    case lastSeen = "last_seen"
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(device.id, forKey: .id)
    try fields.encode(device.project, forKey: .project)
    try fields.encode(device.name, forKey: .name)
    try fields.encode(device.description, forKey: .description)
    try fields.encode(device.source, forKey: .source)
    try fields.encode(device.tags, forKey: .tags)
    try fields.encode(device.brand, forKey: .brand)
    try fields.encode(device.model, forKey: .model)
    try fields.encode(device.token, forKey: .token)
    if !device.metadata.isEmpty { try fields.encode(device.metadata, forKey: .metadata) }
    try fields.encodeIfPresent(device.lastSeen, forKey: .lastSeen)
  }
}
