package import Foundation

/// What a ledger knows of projects: whether this program has looked at each, and who owns their
/// devices.
package protocol ProjectNotes: Sendable {
  /// Whether, and how, the project was looked at before its first create; nil if it was not.
  func look(at scope: Scope) async throws(LedgerError) -> ProjectLook?
  /// Notes that the project was looked at.
  func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError)
  /// Forgets that projects were listed, so that each is looked at again before its next create.
  ///
  /// With `evenWaived` it also forgets that a user waived the look.
  func forgetLooks(evenWaived: Bool) async throws(LedgerError)
  /// Notes devices that are not the ledger's own.
  func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError)
  /// Removes the notes on these devices; with nil, on all devices of the scope that take a name.
  func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError)
  /// The foreign devices that take a name.
  func foreign(
    named name: String, in scope: Scope
  ) async throws(LedgerError) -> [ForeignDevice]

  /// The devices of the scope that exist, in the order of their rows' numbers.
  ///
  /// A page has at most `limit` devices, and begins after the row of that number.
  func existing(
    in scope: Scope, after number: Int64, limit: Int
  ) async throws(LedgerError) -> [ExistingDevice]
  /// Who owns each of these devices; a device that the ledger does not know is left out.
  func owners(
    of deviceIDs: [String], in scope: Scope
  ) async throws(LedgerError) -> [String: Ownership]
}

/// How this ledger learned what a project held before the ledger's first device there.
package enum ProjectLook: Hashable, Sendable {
  /// A run listed the project at this time.
  case listed(Date)
  /// The user waived the look at this time, since the API key may not list.
  case waived(Date)
}

/// A device of a project that this ledger did not make; settling never adopts it.
package struct ForeignDevice: Hashable, Sendable {
  package var id: String
  /// The name that the device takes.
  ///
  /// Nil if the name is free all the same, as with a device that the ledger once had and let go.
  package var name: String?

  package init(id: String, name: String?) {
    self.id = id
    self.name = name
  }
}

/// Who owns a device that a list shows.
package enum Ownership: Hashable, Sendable {
  /// The ledger has a row with the device's id.
  case owned(number: Int64, order: Int64, exists: Bool)
  /// It is noted as not the ledger's own; `isTaken` says whether it takes its name.
  case foreign(takesName: Bool)
}

/// A device that the ledger knows to exist, without anything but what identifies it.
package struct ExistingDevice: Hashable, Sendable {
  /// The number of its row.
  package var number: Int64
  /// The place of its intent among all intents.
  package var order: Int64
  package var deviceID: String

  package init(number: Int64, order: Int64, deviceID: String) {
    self.number = number
    self.order = order
    self.deviceID = deviceID
  }
}
