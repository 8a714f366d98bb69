/// What an API key may do.
package struct ModelKey: Hashable, Sendable {
  package var mayCreate: Bool
  /// The projects it is limited to; nil for every one.
  package var projects: Set<String>?

  package init(mayCreate: Bool = true, projects: Set<String>? = nil) {
    self.mayCreate = mayCreate
    self.projects = projects
  }
}
