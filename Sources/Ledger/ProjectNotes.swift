package import Foundation

/// What a ledger knows of the projects it makes devices in: whether each was looked at, and whose its devices are.
package protocol ProjectNotes: Sendable {
  /// Whether, and how, the project was looked at before its first create; nil when it was not.
  func look(at scope: Scope) async throws(LedgerError) -> ProjectLook?
  /// Notes that it was.
  func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError)
  /// Has every project looked at anew before its next create; those that went without a look only where `evenWaived`.
  func forgetLooks(evenWaived: Bool) async throws(LedgerError)
  /// Notes devices that are not the ledger's own.
  func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError)
  /// Takes devices out of the notes; with no ids, all whose name is taken.
  func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError)
  /// The foreign devices that take a name.
  func foreign(named name: String, in scope: Scope) async throws(LedgerError) -> [ForeignDevice]

  /// The devices of the scope that exist, a page at a time, in the order of their rows' numbers.
  func existing(in scope: Scope, after number: Int64, limit: Int) async throws(LedgerError) -> [ExistingDevice]
  /// Whose these devices are; those of nobody are left out.
  func owners(of deviceIDs: [String], in scope: Scope) async throws(LedgerError) -> [String: Ownership]
}

/// How this ledger has come to know what a project held before its own first device there.
package enum ProjectLook: Hashable, Sendable {
  /// The project was listed, then.
  case listed(Date)
  /// Its user has gone without: the key may not list.
  case waived(Date)
}

/// A device of a project that this ledger did not make: settling never takes it for one of its own.
package struct ForeignDevice: Hashable, Sendable {
  package var id: String
  /// The name that is taken with it; nil where the name is free all the same, as for a device that the ledger had and let go.
  package var name: String?

  package init(id: String, name: String?) {
    self.id = id
    self.name = name
  }
}

/// Whose a device is that a list shows.
package enum Ownership: Hashable, Sendable {
  /// The ledger has a row with its id.
  case owned(number: Int64, order: Int64, exists: Bool)
  /// It is noted as not the ledger's own; `isTaken` where its name is taken with it.
  case foreign(isTaken: Bool)
}

/// A device that the ledger knows to exist, as short as that can be said.
package struct ExistingDevice: Hashable, Sendable {
  /// Of its row.
  package var number: Int64
  /// Of its intent.
  package var order: Int64
  package var deviceID: String

  package init(number: Int64, order: Int64, deviceID: String) {
    self.number = number
    self.order = order
    self.deviceID = deviceID
  }
}
