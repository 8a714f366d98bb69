import QubitroClient
import Synchronization

/// Which devices a list shows, at eight bytes each.
final class ListedIDs: DeviceReceiver {
  private let hashes = Mutex<Set<Int>>([])

  func receive(_ devices: [Device]) async throws {
    let more = devices.map(\.id.hashValue)
    hashes.withLock { $0.formUnion(more) }
  }

  func contains(_ id: String) -> Bool {
    hashes.withLock { $0.contains(id.hashValue) }
  }
}
