/// Everything in the model that a request can change, as a value that can be written down.
package struct ModelContents: Hashable, Sendable, Codable {
  /// In the order of creation, as the devices are.
  package internal(set) var projects: [ModelProject]
  package internal(set) var devices: [ModelDevice] = []
  /// The readings of a device, oldest first.
  var readings: [String: [ModelReading]] = [:]
  var generator: IdentifierGenerator

  func index(ofProject id: String) throws(Refusal) -> Int {
    guard let index = projects.firstIndex(where: { $0.id == id }) else { throw .notFound }
    return index
  }

  func index(ofDevice id: String, in project: String) throws(Refusal) -> Int {
    guard let index = devices.firstIndex(where: { $0.id == id && $0.project == project }) else { throw .notFound }
    return index
  }
}
