import Ledger
import QubitroClient

/// The devices of a project that exist, as far as the ledger knows.
struct KnownDevices {
  /// How many devices that a list lacks are asked for one by one.
  ///
  /// The answers show whether the devices are gone, or the list is cut off.
  private static let missingLimit = 20
  private static let pageSize = 1000

  private let scope: Scope
  private let ledger: any LedgerStore

  init(of scope: Scope, in ledger: any LedgerStore) {
    self.scope = scope
    self.ledger = ledger
  }

  /// The rows of the devices.
  func rows() async throws(LedgerError) -> RowSet {
    var rows = RowSet()
    try await forEach { device throws(LedgerError) in
      _ = rows.insert(device.number)
      return true
    }
    return rows
  }

  /// Whether a list shows every known device that still exists, and at least one if any is known.
  ///
  /// `known` are the rows from before the list was asked for.
  func areShown(
    by scan: SettlingScan, all known: RowSet, _ client: QubitroClient
  ) async throws(LedgerError) -> Bool {
    let missing = known.subtracting(await scan.shown)
    if missing.count == 0 { return true }
    guard missing.count < known.count, missing.count <= Self.missingLimit else { return false }
    var areGone = true
    try await forEach { device throws(LedgerError) in
      guard missing.contains(device.number) else { return true }
      if case .refused(.notFound, _) = await client.device(device.deviceID, in: scope.project) {
        return true
      }
      areGone = false
      return false
    }
    return areGone
  }

  /// Calls `body` with each device until it returns false.
  private func forEach(
    _ body: (ExistingDevice) async throws(LedgerError) -> Bool
  ) async throws(LedgerError) {
    var page = try await ledger.existing(in: scope, after: 0, limit: Self.pageSize)
    while let last = page.last {
      for device in page { guard try await body(device) else { return } }
      page = try await ledger.existing(in: scope, after: last.number, limit: Self.pageSize)
    }
  }
}
