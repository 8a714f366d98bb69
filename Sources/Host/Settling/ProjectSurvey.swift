import Ledger
import QubitroClient

/// One list of a project, held against the ledger as it comes: which of the ledger's devices it shows, and which may be ones that are looked for.
actor ProjectSurvey: DeviceReceiver {
  private let ledger: any LedgerStore
  private let scope: Scope
  private let names: Set<[UInt8]>
  private let markers: Set<String>
  private(set) var shown = RowSet()
  private(set) var newestShown: Int64?
  private(set) var showsMarkers = false
  /// Devices of nobody that have the name, or the marker, of one that is looked for.
  private(set) var candidates: [ListedDevice] = []

  init(of scope: Scope, for wanted: [DeviceTraits], in ledger: any LedgerStore) {
    self.ledger = ledger
    self.scope = scope
    names = Set(wanted.map { Array($0.name.utf8) })
    markers = Set(wanted.compactMap(\.marker))
  }

  func receive(_ devices: [Device]) async throws {
    let owners = try await ledger.owners(of: devices.map(\.id), in: scope)
    for device in devices {
      switch owners[device.id] {
      case .owned(let number, let order, exists: true):
        _ = shown.insert(number)
        newestShown = max(newestShown ?? order, order)
        showsMarkers = showsMarkers || device.fields["metadata"]?[NewDevice.markerName] != nil
      case .owned, .foreign: break
      case nil: consider(device)
      }
    }
  }

  private func consider(_ device: Device) {
    let traits = DeviceTraits(device)
    guard names.contains(Array(traits.name.utf8)) || traits.marker.map(markers.contains) == true else { return }
    candidates.append(ListedDevice(id: device.id, traits: traits))
  }
}
