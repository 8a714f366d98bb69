import Bindings
import Effects
package import Ledger
import QubitroClient
import Synchronization

/// Refuses a row whose key this run has used already; reads what the ledger has of the others.
struct AdmissionStage: CreateStage {
  let asked: AskedRows
  let ledger: any LedgerStore
  /// Whether keys without a row in the ledger are remembered too: a plan gives them none.
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
    /// Of keys that have no row: what a plan would make.
    var keys: Set<KeyBytes> = []
    var hasMetKnown = false
  }

  /// A key as the ledger compares it, byte by byte; Swift's strings would take two spellings of "é"
  /// for one.
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

  /// Whether the script has asked for a key that an earlier run has left a row of, whatever came of
  /// it.
  package var hasMetKnown: Bool { state.withLock(\.hasMetKnown) }

  /// Adds a row; false if it was asked for before, or this run has made it.
  func add(_ record: DeviceRecord, in run: RunID) -> Bool {
    state.withLock { state in
      let isNew = state.rows.insert(record.number) && record.run != run
      if isNew { state.hasMetKnown = true }
      return isNew
    }
  }

  /// Adds a key that has no row; false if it was asked for before.
  func add(_ key: DeviceKey) -> Bool {
    let bytes = KeyBytes(key)
    return state.withLock { $0.keys.insert(bytes).inserted }
  }

  /// The answer to a key that is used twice in a run.
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
