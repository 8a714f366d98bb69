import Bindings
import Effects
package import Ledger
import QubitroClient
import Synchronization

/// Refuses a row whose key this run has used already, and reads the ledger's row of any other.
struct AdmissionStage: CreateStage {
  let asked: AskedRows
  let ledger: any LedgerStore
  /// Whether keys without a row in the ledger are remembered too; a plan makes no row for them.
  let remembersNewKeys: Bool
  let run: RunID
  let report: any RunSink
  let next: any CreateStage

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    var row = row
    row.known = try await ledger.device(row.key)
    let isNew =
      if let known = row.known {
        asked.add(known, in: run)
      } else {
        !remembersNewKeys || asked.add(row.key)
      }
    guard isNew else { return asked.refuse(row.proposal, report) }
    return try await next.create(row)
  }
}

/// The rows and keys that a run's script has asked for.
package final class AskedRows: Sendable {
  private struct State {
    var rows = RowSet()
    /// Keys without a row, which only a plan adds.
    var keys: Set<KeyBytes> = []
    var includesEarlierRow = false
  }

  /// A key, compared byte by byte as in the ledger: Swift's strings take two spellings of "é" for
  /// one.
  private struct KeyBytes: Hashable {
    private let bytes: [UInt8]

    init(_ key: DeviceKey) {
      bytes = Array("\(key.scope.baseURL)\0\(key.scope.project)\0\(key.key)".utf8)
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether the script has asked for the row in this run.
  package func contains(_ record: DeviceRecord) -> Bool {
    state.withLock { $0.rows.contains(record.number) }
  }

  /// Whether the script has asked for a key that has a row of an earlier run, in any state.
  package var includesEarlierRow: Bool { state.withLock(\.includesEarlierRow) }

  /// Adds a row.
  ///
  /// Returns false if the script has asked for it before, or if this run has made it.
  func add(_ record: DeviceRecord, in run: RunID) -> Bool {
    state.withLock { state in
      let isNew = state.rows.insert(record.number) && record.run != run
      if isNew { state.includesEarlierRow = true }
      return isNew
    }
  }

  /// Adds a key that has no row.
  ///
  /// Returns false if the script has asked for it before.
  func add(_ key: DeviceKey) -> Bool {
    let bytes = KeyBytes(key)
    return state.withLock { $0.keys.insert(bytes).inserted }
  }

  /// Reports that a run uses a key twice, and returns the reply to the second call.
  func refuse(_ proposal: Proposal, _ report: any RunSink) -> Reply {
    let failure = EffectFailure(
      .duplicateKey,
      "\(CreateDevice.signature.name) '\(proposal.key)': this run has used the key already; "
        + "does the name lack its counter?",
      key: proposal.key, location: proposal.location)
    report.device(DeviceResult(.rejected, failure, name: proposal.device.name))
    return failure.reply
  }
}
