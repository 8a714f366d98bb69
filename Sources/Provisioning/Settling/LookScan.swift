import Ledger
import QubitroClient

/// Notes every device of a project that the ledger does not own, as a list of it comes.
///
/// One that may be a create whose answer was lost is left out: settling will say whose it is.
actor LookScan: DeviceReceiver {
  private static let batch = 1000

  private let owner: any LedgerStore
  private let notes: any LedgerStore
  private let scope: Scope
  private let names: Set<String>
  private let markers: Set<String>
  private var pending: [ForeignDevice] = []
  /// Why the ledger could not be asked or written.
  private(set) var failure: LedgerError?

  /// `owner` says whose a device is, `notes` takes the notes (the same, but in a plan), and
  /// `unsettled` are the unknowns of the project.
  init(
    of scope: Scope, by owner: any LedgerStore, notes: any LedgerStore,
    sparing unsettled: [DeviceTraits]
  ) {
    self.scope = scope
    self.owner = owner
    self.notes = notes
    names = Set(unsettled.map(\.plainName))
    markers = Set(unsettled.compactMap(\.marker))
  }

  func receive(_ devices: [Device]) async throws {
    do {
      let owners = try await owner.owners(of: devices.map(\.id), in: scope)
      for device in devices where owners[device.id].isOpen && !mayBeOurs(DeviceTraits(device)) {
        pending.append(ForeignDevice(id: device.id, name: device.name))
      }
      if pending.count >= Self.batch { try await writeDown() }
    } catch {
      failure = error
      throw error
    }
  }

  /// Writes down what is still to be; the last call.
  func finish() async throws(LedgerError) {
    if let failure { throw failure }
    try await writeDown()
  }

  private func writeDown() async throws(LedgerError) {
    guard !pending.isEmpty else { return }
    let devices = pending
    pending = []
    try await notes.addForeign(devices, in: scope)
  }

  private func mayBeOurs(_ traits: DeviceTraits) -> Bool {
    names.contains(traits.plainName) || traits.marker.map(markers.contains) == true
  }
}

extension Ownership? {
  /// Whether this look says whose the device is: what an earlier one noted may have another name by
  /// now.
  fileprivate var isOpen: Bool {
    switch self {
    case nil, .foreign(isTaken: true): true
    case .owned, .foreign(isTaken: false): false
    }
  }
}
