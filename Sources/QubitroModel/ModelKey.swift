/// What an API key may do.
package struct ModelKey: Hashable, Sendable {
  /// One of the actions that a key is made for.
  package enum Right: String, Hashable, Sendable, CaseIterable {
    case create, read, write, delete
  }

  package var rights: Set<Right>
  /// The projects it is limited to; nil for every one.
  package var projects: Set<String>?

  package init(rights: Set<Right> = Set(Right.allCases), projects: Set<String>? = nil) {
    self.rights = rights
    self.projects = projects
  }

  func covers(_ project: String) -> Bool {
    projects?.contains(project) ?? true
  }
}
