import Ledger
import QubitroClient

/// The devices of a project that the ledger does not own, as a list of it comes.
actor UnownedDevices: DeviceReceiver {
  private let ledger: any LedgerStore
  private let scope: Scope
  private let pattern: NamePattern?
  private(set) var found: [ImportCandidate] = []
  /// Why the ledger could not be asked.
  private(set) var failure: LedgerError?

  /// Only those whose names fit the pattern, where there is one.
  init(of scope: Scope, in ledger: any LedgerStore, named pattern: NamePattern?) {
    self.scope = scope
    self.ledger = ledger
    self.pattern = pattern
  }

  func receive(_ devices: [Device]) async throws {
    do {
      let owners = try await ledger.owners(of: devices.map(\.id), in: scope)
      for device in devices {
        if case .owned? = owners[device.id] { continue }
        if let pattern, !pattern.matches(device.name ?? "") { continue }
        found.append(ImportCandidate(id: device.id, key: device.name))
      }
    } catch {
      failure = error
      throw error
    }
  }
}
