package import QubitroClient

/// A create that a script asks for, complete before anything is sent.
package struct Proposal: Hashable, Sendable {
  /// Unique within its project.
  package var key: String
  package var project: String
  package var device: NewDevice
  /// The request's body.
  package var body: [UInt8]
  /// `file:line` of the script's call.
  package var location: String?
}
