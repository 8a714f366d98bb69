/// Everything in the model that a request can change, as a value that can be written down.
package struct ModelContents: Sendable, Codable {
  /// In the order of creation, as the devices are.
  package internal(set) var projects: [ModelProject]
  package internal(set) var devices = DeviceTable()
  /// The readings of a device, oldest first.
  var readings: [String: [ModelReading]] = [:]
  var generator: IdentifierGenerator

  func index(ofProject id: String) throws(Refusal) -> Int {
    guard let index = projects.firstIndex(where: { $0.id == id }) else { throw .notFound }
    return index
  }

  func device(_ id: String, in project: String) throws(Refusal) -> ModelDevice {
    guard let device = devices[id], device.project == project else { throw .notFound }
    return device
  }
}
