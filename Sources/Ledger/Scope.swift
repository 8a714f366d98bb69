/// The API and the project within which a key is unique.
package struct Scope: Hashable, Sendable {
  package var baseURL: String
  package var project: String

  package init(baseURL: String, project: String) {
    self.baseURL = baseURL
    self.project = project
  }
}
