import Foundation
import Ledger
import LuaRuntime
import Provisioning
import Reporting
import Settings
import Synchronization
import Terminal

/// Keeps the ledger's record of this run: its script, its arguments, and how it ended.
///
/// The arguments are recorded once it is known which of them are secret: when the script declares
/// them, or at the end.
final class RunHistory: Sendable {
  private let ledger: any LedgerStore
  private let report: Report
  private let record: Mutex<RunRecord>
  /// Whether it is known which arguments are secret.
  private let secretsAreKnown = Atomic(false)

  init(_ id: RunID, _ configuration: Configuration, in ledger: any LedgerStore, report: Report) {
    self.ledger = ledger
    self.report = report
    record = Mutex(
      RunRecord(
        id: id, command: configuration.mode.rawValue, script: configuration.script?.path ?? "",
        scriptDigest: configuration.script?.digest ?? "", arguments: configuration.arguments,
        jobID: configuration.jobID))
  }

  /// Records that the run begins, without its arguments.
  func start() async throws(LedgerError) {
    var record = record.withLock { $0 }
    record.arguments = [:]
    try await ledger.start(record)
  }

  /// Notes that the script can no longer declare an argument as secret.
  func endDeclaration() {
    secretsAreKnown.store(true, ordering: .relaxed)
  }

  /// Masks the arguments of these names, and these texts in all others.
  func hide(_ names: [String], texts: [String]) {
    endDeclaration()
    record.withLock { record in
      for (name, text) in record.arguments {
        let masked = texts.reduce(text) { $0.replacing($1, with: "[masked]") }
        record.arguments[name] = names.contains(name) ? "[masked]" : masked
      }
    }
  }

  /// Records the arguments; false if the ledger fails, which stops the run.
  func save() async -> Bool {
    do throws(LedgerError) {
      try await ledger.update(record.withLock { $0 })
      return true
    } catch {
      report.stop(.ledger("\(error.description); nothing more is sent"))
      return false
    }
  }

  /// Records the run's end.
  ///
  /// It masks all arguments of a script that failed before it could declare them, since any of them
  /// may be secret.
  func finish(_ exitStatus: ExitStatus, counts: [String: Int], modules: LoadedModules)
    async throws(LedgerError)
  {
    let mayShow =
      secretsAreKnown.load(ordering: .relaxed) || exitStatus == .converged || exitStatus == .changed
    try await ledger.update(
      record.withLock { record in
        if !mayShow { record.arguments = record.arguments.mapValues { _ in "[masked]" } }
        record.exitStatus = Int(exitStatus.rawValue)
        record.counts = counts
        record.moduleDigests = modules.all.mapValues(\.digest)
        return record
      })
  }
}
