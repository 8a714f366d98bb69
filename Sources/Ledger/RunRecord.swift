/// One run, for the history.
package struct RunRecord: Hashable, Sendable {
  package var id: RunID
  package var script: String
  /// SHA-256 of the script's file, in hexadecimal.
  package var scriptDigest: String
  /// With secret values masked; empty until it is known which those are.
  package var arguments: [String: String]
  /// The same of every module's file, by the module's name; empty until the run ends.
  package var moduleDigests: [String: String] = [:]
  /// Nil while it goes on, and when it ended without saying so.
  package var exitStatus: Int?

  package init(id: RunID, script: String, scriptDigest: String, arguments: [String: String] = [:], exitStatus: Int? = nil) {
    self.id = id
    self.script = script
    self.scriptDigest = scriptDigest
    self.arguments = arguments
    self.exitStatus = exitStatus
  }
}
