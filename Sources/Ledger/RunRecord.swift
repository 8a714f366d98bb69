/// One run, for the history.
package struct RunRecord: Hashable, Sendable {
  package var id: RunID
  package var script: String
  package var arguments: [String: String]
  /// Nil while it goes on, and when it ended without saying so.
  package var exitStatus: Int?

  package init(id: RunID, script: String, arguments: [String: String], exitStatus: Int? = nil) {
    self.id = id
    self.script = script
    self.arguments = arguments
    self.exitStatus = exitStatus
  }
}
