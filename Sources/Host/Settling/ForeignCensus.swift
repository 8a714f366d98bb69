import Ledger
import QubitroClient

/// Notes every device of a project that the ledger does not own, as a list of it comes.
struct ForeignCensus: DeviceReceiver {
  /// Says whose a device is.
  let owner: any LedgerStore
  /// Takes the notes; the same, but in a plan.
  let notes: any LedgerStore
  let scope: Scope

  func receive(_ devices: [Device]) async throws {
    let owners = try await owner.owners(of: devices.map(\.id), in: scope)
    let foreign = devices.filter { owners[$0.id] == nil }.map { ForeignDevice(id: $0.id, name: $0.name) }
    if !foreign.isEmpty { try await notes.addForeign(foreign, in: scope) }
  }
}
