import Foundation
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Settings
import Terminal

/// What a person changes in a ledger by hand: under the run lock, and with a place in the history
/// as any run has.
struct LedgerEdit {
  let ledger: any LedgerStore
  /// The name under which the ledger's log has it.
  let run: RunID
  private let hold: LockedLedger
  private let history: RunRecord

  /// Where and as what it is done.
  struct Place {
    /// The verb, as the history has it.
    var command: String
    /// What it is done to, for the history.
    var arguments: [String: String]
    var ledger: LedgerLocation
    var console: any Console
    /// Whether the ledger may come into being by it.
    var mayCreate = false
    /// Shows others how far it has come.
    var progressCounter = ProgressCounter()
  }

  /// Does it, and records how it ended.
  ///
  /// Throws when there is no ledger (66), another run holds it (75), or it cannot be written (74).
  static func perform(
    _ place: Place, _ work: (LedgerEdit) async throws(HostError) -> ExitStatus
  ) async throws(HostError) -> ExitStatus {
    let path = place.ledger.path
    if !place.mayCreate { _ = try LedgerReader(path).required() }
    let run = RunID.random()
    let taking = try LockedLedger.take(
      path, by: LockHolder(command: place.command, script: nil, run: run),
      allowsNetworkFileSystem: place.ledger.allowsNetworkFileSystem)
    let hold: LockedLedger
    switch taking {
    case .taken(let taken): hold = taken
    case .held(let contention): throw HostError(.tryLater, refusal(path, contention))
    }
    let heartbeat = LockHeartbeat.start(hold.lock, of: place.progressCounter)
    defer {
      heartbeat.cancel()
      hold.lock.release()
    }
    let record = RunRecord(
      id: run, command: place.command, script: "", scriptDigest: "", arguments: place.arguments)
    let edit = LedgerEdit(ledger: hold.ledger, run: run, hold: hold, history: record)
    try await edit.begin(place.console)
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

  private func begin(_ console: any Console) async throws(HostError) {
    try await LedgerReader.asking { () throws(LedgerError) in
      if let note = try await hold.noticeRestore() {
        console.writeError("qubitro-host: \(TerminalSafe.line(note))\n")
      }
      try await ledger.start(history)
      try hold.lock.record(run)
      _ = try await Recovery.conclude(ledger, by: run)
    }
  }

  private func end(_ status: ExitStatus) async throws(HostError) {
    var record = history
    record.exitStatus = Int(status.rawValue)
    try await LedgerReader.asking { () throws(LedgerError) in
      try await ledger.update(record)
      try await hold.close()
    }
  }

  private static func refusal(_ path: String, _ contention: LockContention) -> String {
    contention.isStuck(after: Configuration.usualStuckAfter)
      ? contention.alarm(of: path)
      : contention.refusal(of: path, next: "do it again once that has ended")
  }
}

extension HostError {
  /// Why a call of the API came to nothing; nil when it was done.
  ///
  /// `what` begins the sentence, such as "device 17 could not be read".
  init?(_ outcome: CallOutcome, _ what: String) {
    let (status, why): (ExitStatus, String)
    switch outcome {
    case .done: return nil
    case .notSent(let reason): (status, why) = (.unavailable, "not sent: \(reason)")
    case .unknown(let problem): (status, why) = (.unavailable, problem.text)
    case .refused(.notFound, let problem):
      (status, why) = (
        .noInput, "the API does not know it, or the key may not see it (\(problem.text))"
      )
    case .refused(.keyRefused, let problem):
      (status, why) = (.noPermission, "the API refused the key (\(problem.text))")
    case .refused(.redirected, let problem):
      (status, why) = (
        .configuration,
        "the base URL answers with a redirect, which is not followed (\(problem.text))"
      )
    case .refused(.tooManyRequests, let problem):
      (status, why) = (.tryLater, "refused for now (\(problem.text))")
    case .refused(.accountOverdue, let problem), .refused(.rejected, let problem):
      (status, why) = (.failed, problem.text)
    }
    self.init(status, "\(what): \(TerminalSafe.line(why))")
  }
}
