package import Ledger
package import QubitroModel

/// Compares what exists with what the ledger says: the promises P1 and P2, after any fault.
package enum Oracle {
  /// One sentence per broken promise; empty when all hold.
  ///
  /// The programs under test give every device a name of its own, so a name stands for a key here.
  package static func violations(devices: [ModelDevice], ledger: any LedgerStore) async throws
    -> [String]
  {
    var records: [DeviceRecord] = []
    for state in DeviceState.allCases { records += try await ledger.devices(in: state) }
    let rows = Dictionary(grouping: records) { Place($0.key.scope.project, $0.name) }
    let made = Dictionary(grouping: devices) { Place($0.project, $0.name) }
    return made.flatMap { place, devices in existing(place, devices, rows[place] ?? []) }
      + records.filter(\.state.exists).flatMap { missing($0, devices) }
  }

  /// A project and a name, told apart byte by byte.
  private struct Place: Hashable {
    let bytes: [UInt8]
    var name: String { String(decoding: bytes, as: UTF8.self) }

    init(_ project: String, _ name: String) {
      bytes = Array("\(project)/\(name)".utf8)
    }
  }

  private static func existing(_ place: Place, _ devices: [ModelDevice], _ rows: [DeviceRecord])
    -> [String]
  {
    guard devices.count == 1, let device = devices.first else {
      return ["'\(place.name)' exists \(devices.count) times"]
    }
    guard let row = rows.first else {
      return ["'\(place.name)' was sent before its intent was durable"]
    }
    if row.state.exists, row.deviceID != device.id {
      return ["'\(place.name)' is \(device.id), the ledger says \(row.deviceID ?? "none")"]
    }
    switch row.state {
    case .created where !holds(row, device.token), .adopted where !holds(row, device.token):
      return ["the token of '\(place.name)' is lost"]
    case .deleted, .forgotten, .rejected:
      return [
        "'\(place.name)' exists, and the ledger, which says \(row.state), would send it again"
      ]
    case .created, .adopted, .sending, .unknown, .quarantined: return []
    }
  }

  private static func holds(_ row: DeviceRecord, _ token: String) -> Bool {
    String(decoding: row.response?.body ?? [], as: UTF8.self).contains(token)
  }

  private static func missing(_ row: DeviceRecord, _ devices: [ModelDevice]) -> [String] {
    devices.contains { $0.id == row.deviceID } ? [] : ["the ledger's '\(row.name)' does not exist"]
  }
}
