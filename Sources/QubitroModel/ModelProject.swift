/// A project that exists in the model.
package struct ModelProject: Hashable, Sendable, Codable {
  package var id: String
  package var name: String
  package var description: String
  package var tags: [String]

  package init(id: String, name: String, description: String = "", tags: [String] = []) {
    self.id = id
    self.name = name
    self.description = description
    self.tags = tags
  }
}
