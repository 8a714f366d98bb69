package import Foundation

/// Whether a create may be sent now.
package enum CreatePermission: Hashable, Sendable {
  /// What is handed back with the create, or unused.
  package struct Ticket: Hashable, Sendable {
    let number: Int
  }

  case granted(Ticket)
  /// The run is to end.
  case interrupted
  /// The API wants no request before then, which is too long to wait for.
  case heldUntil(Date)
  /// So many in a row came to nothing that no more are sent.
  case circuitOpen
}
