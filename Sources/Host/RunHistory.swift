import Ledger
import LuaRuntime
import Synchronization

/// Keeps the ledger's record of this run: what it ran, with which arguments, and how it ended.
final class RunHistory: Sendable {
  private let ledger: any LedgerStore
  private let report: Report
  private let record: Mutex<RunRecord>

  init(_ id: RunID, of script: ScriptFile, in ledger: any LedgerStore, report: Report) {
    self.ledger = ledger
    self.report = report
    record = Mutex(RunRecord(id: id, script: script.path, scriptDigest: script.digest))
  }

  func start() async throws(LedgerError) {
    try await ledger.start(record.withLock { $0 })
  }

  /// Notes the arguments, once it is known which of them are secret; false when the ledger fails, which stops the run.
  func note(arguments: [String: String]) async -> Bool {
    do throws(LedgerError) {
      try await ledger.update(
        record.withLock { record in
          record.arguments = arguments
          return record
        })
      return true
    } catch {
      report.stop(.ledger("\(error.description); nothing more is sent"))
      return false
    }
  }

  func finish(_ exitStatus: ExitStatus, modules: LoadedModules) async throws(LedgerError) {
    try await ledger.update(
      record.withLock { record in
        record.exitStatus = Int(exitStatus.rawValue)
        record.moduleDigests = modules.all.mapValues(\.digest)
        return record
      })
  }
}
