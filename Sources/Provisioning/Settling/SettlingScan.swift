import JSONCodec
import Ledger
import QubitroClient

/// One list of a project, held against the ledger as it comes: which of the ledger's devices it
/// shows, and which may be ones that are looked for.
actor SettlingScan: DeviceReceiver {
  private let ledger: any LedgerStore
  private let scope: Scope
  private let names: Set<String>
  private let markers: Set<String>
  private(set) var shown = RowSet()
  private(set) var newestShown: Int64?
  private(set) var showsMarkers = false
  /// Devices of nobody that have nearly the name, or the marker, of one that is looked for.
  private(set) var candidates: [ListedDevice] = []
  /// Why the ledger could not be asked.
  private(set) var failure: LedgerError?

  init(of scope: Scope, for wanted: [DeviceTraits], in ledger: any LedgerStore) {
    self.ledger = ledger
    self.scope = scope
    names = Set(wanted.map(\.plainName))
    markers = Set(wanted.compactMap(\.marker))
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
      case nil: consider(device)
      }
    }
  }

  private func consider(_ device: Device) {
    let traits = DeviceTraits(device)
    guard names.contains(traits.plainName) || traits.marker.map(markers.contains) == true else {
      return
    }
    candidates.append(ListedDevice(id: device.id, traits: traits))
  }
}

extension DeviceTraits {
  /// What a list shows of a device.
  init(_ device: Device) {
    self.init(name: device.name ?? "", fields: device.fields)
    marker = device.fields["metadata"]?[NewDevice.markerName]?.string
  }

  /// What a request asked for.
  init(_ record: DeviceRecord) {
    guard case .object(let fields)? = JSON(record.request) else {
      self.init(name: record.name, marker: record.marker)
      return
    }
    self.init(name: record.name, fields: fields)
    // The API fills these in where the request is silent.
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
