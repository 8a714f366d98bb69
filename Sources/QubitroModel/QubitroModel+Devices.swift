extension QubitroModel {
  /// Creates a device; two equal requests make two devices, as the API gives no other promise.
  package mutating func createDevice(_ request: DeviceRequest, in project: String, as key: String?) throws(Refusal) -> ModelDevice {
    try authorize(key, to: .create, in: project)
    let name = try rules.name(request.name)
    let description = try rules.description(request.description)
    let source = try rules.source(request.source)
    let tags = try rules.tags(request.tags)
    let device = ModelDevice(
      id: contents.generator.uuid(),
      project: project,
      name: name,
      description: description,
      source: source,
      tags: tags,
      brand: request.brand ?? "Custom",
      model: request.model ?? "Custom",
      token: contents.generator.token(),
      metadata: rules.keepsMetadata ? request.metadata ?? [:] : [:]
    )
    contents.devices.append(device)
    return device
  }

  /// The project's devices that have all of the metadata: the last seen first, those that never reported last, in the order of creation.
  package func listDevices(in project: String, matching metadata: [String: String] = [:], as key: String?) throws(Refusal)
    -> DeviceList
  {
    try authorize(key, to: .read, in: project)
    var list = contents.devices.list(in: project)
    if rules.filtersByMetadata && !metadata.isEmpty {
      list.removeAll { device in !metadata.allSatisfy { device.metadata[$0.key] == $0.value } }
    }
    return list.lastSeenFirst()
  }

  /// One device.
  package func device(_ id: String, in project: String, as key: String?) throws(Refusal) -> ModelDevice {
    try authorize(key, to: .read, in: project)
    return try contents.device(id, in: project)
  }

  /// Deletes a device with its readings.
  package mutating func deleteDevice(_ id: String, in project: String, as key: String?) throws(Refusal) {
    try authorize(key, to: .delete, in: project)
    contents.devices.remove(try contents.device(id, in: project).id)
    contents.readings[id] = nil
  }
}
