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
    -> [ModelDevice]
  {
    try authorize(key, to: .read, in: project)
    let wanted = rules.filtersByMetadata ? metadata : [:]
    return
      devices
      .filter { device in device.project == project && wanted.allSatisfy { device.metadata[$0.key] == $0.value } }
      .enumerated()
      .sorted { left, right in
        let (seenLeft, seenRight) = (left.element.lastSeen?.seconds ?? .min, right.element.lastSeen?.seconds ?? .min)
        return (seenRight, left.offset) < (seenLeft, right.offset)
      }
      .map(\.element)
  }

  /// One device.
  package func device(_ id: String, in project: String, as key: String?) throws(Refusal) -> ModelDevice {
    try authorize(key, to: .read, in: project)
    return devices[try contents.index(ofDevice: id, in: project)]
  }

  /// Deletes a device with its readings.
  package mutating func deleteDevice(_ id: String, in project: String, as key: String?) throws(Refusal) {
    try authorize(key, to: .delete, in: project)
    contents.devices.remove(at: try contents.index(ofDevice: id, in: project))
    contents.readings[id] = nil
  }
}
