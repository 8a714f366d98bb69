import JSONCodec
import Ledger
import QubitroClient

/// Compares the list of a project with the ledger, as the list arrives.
///
/// It notes which devices of the ledger the list shows, and which others may be lost creates.
actor SettlingScan: DeviceReceiver {
  private let ledger: any LedgerStore
  private let scope: Scope
  private let names: Set<String>
  private let markers: Set<String>
  private(set) var shown = RowSet()
  private(set) var newestShown: Int64?
  private(set) var showsMarkers = false
  /// Devices that no row owns, with nearly the name or with the marker of a lost create.
  private(set) var candidates: [ListedDevice] = []
  /// Why the ledger could not be read.
  private(set) var failure: LedgerError?

  init(of scope: Scope, for lost: [DeviceTraits], in ledger: any LedgerStore) {
    self.ledger = ledger
    self.scope = scope
    names = Set(lost.map(\.plainName))
    markers = Set(lost.compactMap(\.marker))
  }

  func receive(_ devices: [Device]) async throws {
    let owners: [String: Ownership]
    do {
      owners = try await ledger.owners(of: devices.map(\.id), in: scope)
    } catch {
      failure = error
      throw error
    }
    for device in devices {
      switch owners[device.id] {
      case .owned(let number, let order, exists: true):
        _ = shown.insert(number)
        newestShown = max(newestShown ?? order, order)
        showsMarkers = showsMarkers || device.fields["metadata"]?[NewDevice.markerName] != nil
      case .owned, .foreign: break
      case nil: addCandidate(device)
      }
    }
  }

  private func addCandidate(_ device: Device) {
    let traits = DeviceTraits(device)
    guard names.contains(traits.plainName) || traits.marker.map(markers.contains) == true else {
      return
    }
    candidates.append(ListedDevice(id: device.id, traits: traits))
  }
}

extension DeviceTraits {
  /// The traits that a list shows of a device.
  init(_ device: Device) {
    self.init(name: device.name ?? "", fields: device.fields)
    marker = device.fields["metadata"]?[NewDevice.markerName]?.string
  }

  /// The traits that a create has asked for.
  init(_ record: DeviceRecord) {
    guard case .object(let fields)? = JSON(record.request) else {
      self.init(name: record.name, marker: record.marker)
      return
    }
    self.init(name: record.name, fields: fields)
    // The API fills these two in if the request has none.
    brand = brand ?? "Custom"
    model = model ?? "Custom"
    marker = record.marker
  }

  private init(name: String, fields: [String: JSON]) {
    var tags: Set<String>?
    if case .array(let elements)? = fields["tags"] { tags = Set(elements.compactMap(\.string)) }
    self.init(
      name: name, description: fields["description"]?.string, brand: fields["brand"]?.string,
      model: fields["model"]?.string,
      tags: tags)
  }
}
