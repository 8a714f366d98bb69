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
}
