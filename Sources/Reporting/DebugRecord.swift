import Foundation
import Provisioning

/// Something that a run did or decided, as a developer wants to know it when a run has failed; no body and no secret is in it.
struct DebugRecord: Hashable, Sendable {
  /// What it is about.
  var subject: RunTopic
  /// On one line.
  var text: String
  /// How long it took, where that says something.
  var duration: Duration?
  /// As it is when all is well, and for nobody to read.
  var isRoutine = false
  var at: Date
}
