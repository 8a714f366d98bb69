import Ledger
import QubitroClient

/// Notes every device of a project that the ledger does not own, as a list of it comes.
///
/// A device that has the name of an unknown may be its own: settling decides on it, which never takes what is foreign.
struct ForeignCensus: DeviceReceiver {
  /// Says whose a device is.
  let owner: any LedgerStore
  /// Takes the notes; the same, but in a plan.
  let notes: any LedgerStore
  let scope: Scope
  private let unsettled: Set<[UInt8]>

  init(owner: any LedgerStore, notes: any LedgerStore, scope: Scope) async throws(LedgerError) {
    self.owner = owner
    self.notes = notes
    self.scope = scope
    var names: Set<[UInt8]> = []
    try await owner.forEach(DeviceQuery(states: [.sending, .unknown], scope: scope)) { record throws(LedgerError) in
      names.insert(Array(record.name.utf8))
    }
    unsettled = names
  }

  func receive(_ devices: [Device]) async throws {
    let owners = try await owner.owners(of: devices.map(\.id), in: scope)
    let foreign = devices.filter { owners[$0.id] == nil && !unsettled.contains(Array(($0.name ?? "").utf8)) }
      .map { ForeignDevice(id: $0.id, name: $0.name) }
    if !foreign.isEmpty { try await notes.addForeign(foreign, in: scope) }
  }
}
