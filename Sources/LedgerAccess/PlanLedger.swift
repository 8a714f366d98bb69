package import Ledger
import LedgerSQLite

/// What a plan knows of earlier runs: their ledger, which it only reads, and whether that is what they left.
package struct PlanLedger {
  /// An empty one when there is none yet.
  package let ledger: any LedgerStore
  package let provenance: LedgerProvenance

  /// Opens the ledger at a path, and makes nothing there.
  ///
  /// `wait` returns false if the run is to end meanwhile.
  package static func read(_ path: String, wait: (Duration) async -> Bool
  ) async throws(LedgerError) -> PlanLedger {
    let file = LedgerFile(path: path)
    let found = file.seal
    guard let ledger = try SQLiteLedger(reading: path) else { return PlanLedger(ledger: InMemoryLedger(), provenance: .asLeft) }
    var provenance = try await ledger.provenance(of: found, LockFile.note(beside: file))
    // A run that begins or ends just now changes first the file and then the note.
    if provenance == .broughtBack, await wait(.milliseconds(100)) {
      provenance = try await ledger.provenance(of: file.seal, LockFile.note(beside: file))
    }
    return PlanLedger(ledger: ledger, provenance: provenance)
  }
}

extension LedgerStore {
  fileprivate func provenance(of found: String?, _ note: LockNote?) async throws(LedgerError) -> LedgerProvenance {
    try await provenance(of: found, sealedAs: note?.seal, recorded: note?.recordedRun.map { RunID($0) })
  }
}
