/// The body of a request for a project, before its rules are checked.
package struct ProjectRequest: Hashable, Sendable, Codable {
  package var name: String?
  package var description: String?
  package var tags: [String]?

  package init(name: String? = nil, description: String? = nil, tags: [String]? = nil) {
    self.name = name
    self.description = description
    self.tags = tags
  }
}
