import Ledger
import QubitroClient

/// Notes every device of a project that the ledger does not own, as the list arrives.
///
/// It leaves out a device that may be a create whose answer was lost: settling decides about that.
actor LookScan: DeviceReceiver {
  private static let batch = 1000

  private let ledger: any LedgerStore
  private let notes: any LedgerStore
  private let scope: Scope
  private let names: Set<String>
  private let markers: Set<String>
  private var pending: [ForeignDevice] = []
  /// Why the ledger could not be read or written.
  private(set) var failure: LedgerError?

  /// `ledger` knows who owns a device, and `notes` takes the notes; only in a plan they differ.
  ///
  /// `unsettled` are the unknown creates of the project.
  init(
    of scope: Scope, by ledger: any LedgerStore, notes: any LedgerStore,
    sparing unsettled: [DeviceTraits]
  ) {
    self.scope = scope
    self.ledger = ledger
    self.notes = notes
    names = Set(unsettled.map(\.plainName))
    markers = Set(unsettled.compactMap(\.marker))
  }

  func receive(_ devices: [Device]) async throws {
    do {
      let owners = try await ledger.owners(of: devices.map(\.id), in: scope)
      for device in devices where owners[device.id].isOpen && !mayBeLost(DeviceTraits(device)) {
        pending.append(ForeignDevice(id: device.id, name: device.name))
      }
      if pending.count >= Self.batch { try await writePending() }
    } catch {
      failure = error
      throw error
    }
  }

  /// Writes the last notes; call it once the list has ended.
  func finish() async throws(LedgerError) {
    if let failure { throw failure }
    try await writePending()
  }

  private func writePending() async throws(LedgerError) {
    guard !pending.isEmpty else { return }
    let devices = pending
    pending = []
    try await notes.addForeign(devices, in: scope)
  }

  private func mayBeLost(_ traits: DeviceTraits) -> Bool {
    names.contains(traits.plainName) || traits.marker.map(markers.contains) == true
  }
}

extension Ownership? {
  /// Whether the look notes the device.
  ///
  /// It also notes one that an earlier look noted, since the device may have another name by now.
  fileprivate var isOpen: Bool {
    switch self {
    case nil, .foreign(takesName: true): true
    case .owned, .foreign(takesName: false): false
    }
  }
}
