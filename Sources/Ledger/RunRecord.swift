package import Foundation

/// One run, for the history.
package struct RunRecord: Hashable, Sendable {
  package var id: RunID
  /// `run`, `reconcile` and the like.
  package var command: String
  /// Empty where the command runs none.
  package var script: String
  /// SHA-256 of the script's file, in hexadecimal.
  package var scriptDigest: String
  /// With secret values masked; empty until it is known which those are.
  package var arguments: [String: String]
  /// What tells the runs apart that do the same again and again, as a digest; empty where nothing does, and in a ledger of an older version.
  package var subject: String
  /// The same of every module's file, by the module's name; empty until the run ends.
  package var moduleDigests: [String: String] = [:]
  /// How many devices came to what, by the status in reports; empty until the run ends.
  package var counts: [String: Int] = [:]
  /// Nil while it goes on, and when it ended without saying so.
  package var exitStatus: Int?
  /// Set by the ledger.
  package var startedAt: Date?
  /// Set by the ledger.
  package var endedAt: Date?

  package init(
    id: RunID, command: String = "run", script: String, scriptDigest: String, arguments: [String: String] = [:],
    subject: String = "", exitStatus: Int? = nil
  ) {
    self.id = id
    self.command = command
    self.script = script
    self.scriptDigest = scriptDigest
    self.arguments = arguments
    self.subject = subject
    self.exitStatus = exitStatus
  }
}
