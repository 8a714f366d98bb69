import Ledger
import LedgerAccess
import Provisioning
import Settings
import Terminal

/// A change of a ledger by hand: under the run lock, and recorded in the history as any run is.
struct LedgerEdit {
  /// What changes which ledger, and how.
  struct Command {
    /// The command's verb, for the history.
    var verb: String
    /// What the command was given, for the history.
    var arguments: [String: String]
    var ledger: LedgerLocation
    var console: any Console
    /// Whether the command makes a ledger that is missing.
    var mayCreate = false
    /// Shows others how far the command has come.
    var progressCounter = ProgressCounter()
  }

  let ledger: any LedgerStore
  /// The name under which the history has the command.
  let run: RunID
  private let lockedLedger: LockedLedger
  private let record: RunRecord

  /// Does the work of a command, and records how it ended.
  ///
  /// Throws if there is no ledger (66), another run holds it (75), or it cannot be written (74).
  static func perform(
    _ command: Command, _ work: (LedgerEdit) async throws(HostError) -> ExitStatus
  ) async throws(HostError) -> ExitStatus {
    if !command.mayCreate { _ = try LedgerReader(command.ledger.path).required() }
    let run = RunID.random()
    let lockedLedger = try lock(command, run)
    let heartbeat = LockHeartbeat.start(lockedLedger.lock, of: command.progressCounter)
    defer {
      heartbeat.cancel()
      lockedLedger.lock.release()
    }
    let record = RunRecord(
      id: run, command: command.verb, script: "", scriptDigest: "", arguments: command.arguments)
    let edit = LedgerEdit(
      ledger: lockedLedger.ledger, run: run, lockedLedger: lockedLedger, record: record)
    try await edit.begin(command.console)
    do throws(HostError) {
      let status = try await work(edit)
      try await edit.end(status)
      return status
    } catch {
      try await edit.end(error.status)
      throw error
    }
  }

  /// Moves a row; returns it as it is then.
  func transition(_ row: DeviceRecord, _ change: Transition) async throws(HostError) -> DeviceRecord
  {
    try await LedgerReader.asking { () throws(LedgerError) in
      try await ledger.transition(row.key, change, by: run)
    }
  }

  private static func lock(
    _ command: Command, _ run: RunID
  ) throws(HostError) -> LockedLedger {
    let path = command.ledger.path
    let outcome = try LockedLedger.take(
      path, by: LockHolder(command: command.verb, script: nil, run: run),
      allowsNetworkFileSystem: command.ledger.allowsNetworkFileSystem)
    switch outcome {
    case .taken(let lockedLedger): return lockedLedger
    case .held(let contention):
      let isStuck = contention.isStuck(after: Configuration.usualStuckAfter)
      throw HostError(
        .tryLater,
        isStuck
          ? contention.alarm(of: path)
          : contention.refusal(of: path, next: "do it again once that has ended"))
    }
  }

  private func begin(_ console: any Console) async throws(HostError) {
    try await LedgerReader.asking { () throws(LedgerError) in
      if let note = try await lockedLedger.noticeRestore() {
        console.writeError("qubitro-host: \(TerminalSafe.line(note))\n")
      }
      try await ledger.start(record)
      try lockedLedger.lock.record(run)
      _ = try await Recovery.conclude(ledger, by: run)
    }
  }

  private func end(_ status: ExitStatus) async throws(HostError) {
    var record = record
    record.exitStatus = Int(status.rawValue)
    try await LedgerReader.asking { () throws(LedgerError) in
      try await ledger.update(record)
      try await lockedLedger.close()
    }
  }
}
