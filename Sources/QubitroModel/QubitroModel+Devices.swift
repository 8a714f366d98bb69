extension QubitroModel {
  /// Creates a device; two equal requests make two devices, as the API promises nothing else.
  package mutating func createDevice(
    _ request: DeviceRequest, in project: String, as key: String?
  ) throws(Refusal) -> ModelDevice {
    try authorize(key, to: .create, in: project)
    let name = try rules.name(request.name)
    let description = try rules.description(request.description)
    let source = try rules.source(request.source)
    let tags = try rules.tags(request.tags)
    let device = ModelDevice(
      id: contents.generator.uuid(), project: project, name: name, description: description,
      source: source, tags: tags, brand: request.brand ?? "Custom",
      model: request.model ?? "Custom", token: contents.generator.token(),
      metadata: rules.keepsMetadata ? request.metadata ?? [:] : [:])
    contents.devices.append(device)
    return device
  }

  /// The project's devices that have all of the metadata.
  ///
  /// The last seen come first; those that never reported come last, in the order of creation.
  package func listDevices(
    in project: String, matching metadata: [String: String] = [:], as key: String?
  ) throws(Refusal) -> DeviceList {
    try authorize(key, to: .read, in: project)
    var list = contents.devices.list(in: project)
    if rules.filtersByMetadata && !metadata.isEmpty {
      list.removeAll { device in !metadata.allSatisfy { device.metadata[$0.key] == $0.value } }
    }
    return list.lastSeenFirst()
  }

  /// One device.
  package func device(
    _ id: String, in project: String, as key: String?
  ) throws(Refusal) -> ModelDevice {
    try authorize(key, to: .read, in: project)
    return try contents.device(id, in: project)
  }

  /// Deletes a device with its readings.
  package mutating func deleteDevice(
    _ id: String, in project: String, as key: String?
  ) throws(Refusal) {
    try authorize(key, to: .delete, in: project)
    contents.devices.remove(try contents.device(id, in: project).id)
    contents.readings[id] = nil
  }
}

/// A device that exists in the model.
package struct ModelDevice: Hashable, Sendable, Codable {
  package var id: String
  package var project: String
  package var name: String
  package var description: String
  package var source: String
  package var tags: [String]
  package var brand: String
  package var model: String
  package var token: String
  /// The caller's own keys and values.
  package var metadata: [String: String] = [:]
  /// When the device last sent something; nil if it never did.
  package var lastSeen: Timestamp?
}

/// The body of a create request, before the model checks it.
package struct DeviceRequest: Hashable, Sendable, Codable {
  package var name: String?
  package var description: String?
  package var source: String?
  package var tags: [String]?
  package var brand: String?
  package var model: String?
  package var metadata: [String: String]?

  package init(
    name: String? = nil, description: String? = nil, source: String? = nil, tags: [String]? = nil,
    brand: String? = nil, model: String? = nil, metadata: [String: String]? = nil
  ) {
    self.name = name
    self.description = description
    self.source = source
    self.tags = tags
    self.brand = brand
    self.model = model
    self.metadata = metadata
  }
}

/// Reads the `metadata` parameter of a list: `key:value,key2:value2`.
package enum MetadataFilter {
  /// The pairs that a device must have; a value may hold a colon, but no key or value a comma.
  package static func pairs(in text: String) throws(Refusal) -> [String: String] {
    var pairs: [String: String] = [:]
    for part in text.split(separator: ",") {
      guard let colon = part.firstIndex(of: ":"), colon != part.startIndex else {
        throw .invalid("metadata is a list of pairs, key:value,key2:value2")
      }
      pairs[String(part[..<colon])] = String(part[part.index(after: colon)...])
    }
    return pairs
  }
}
