/// A Qubitro in memory: the rules of the API without HTTP, as its description of 2024 has them.
package struct QubitroModel: Sendable {
  package private(set) var devices: [ModelDevice] = []
  private var projects: Set<String>
  private var keys: [String: ModelKey]
  private var generator: IdentifierGenerator

  /// `seed` decides every id and token to come.
  package init(projects: Set<String>, keys: [String: ModelKey], seed: UInt64 = 0) {
    self.projects = projects
    self.keys = keys
    generator = IdentifierGenerator(seed: seed)
  }

  /// Creates a device; two equal requests make two devices, as the API gives no other promise.
  package mutating func createDevice(_ request: DeviceRequest, in project: String, as key: String?) throws(Refusal) -> ModelDevice {
    try authorize(key, for: project)
    let device = ModelDevice(
      id: generator.uuid(),
      project: project,
      name: try request.validName(),
      description: request.description ?? "",
      source: try request.validSource(),
      tags: request.tags ?? [],
      brand: request.brand ?? "Custom",
      model: request.model ?? "Custom",
      token: generator.token()
    )
    devices.append(device)
    return device
  }

  private func authorize(_ key: String?, for project: String) throws(Refusal) {
    guard let key, let rights = keys[key] else { throw .unauthorized }
    guard rights.mayCreate else { throw .forbidden }
    guard projects.contains(project) else { throw .notFound }
    guard rights.projects?.contains(project) ?? true else { throw .forbidden }
  }
}
