import Bindings
import Effects
import Foundation
import Ledger
import QubitroClient

/// Sends a create, and records each step in the ledger before the next one.
///
/// The intent is durable before the request is sent, the raw answer before anything parses it, and
/// the outcome before the script goes on.
struct SendStage: CreateStage {
  let creation: CreateDevice
  let asked: AskedRows
  let ledger: any LedgerStore
  let cap: CreateCap
  let markerPlacement: MarkerPlacement
  let run: RunID
  let report: any RunSink

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    switch await creation.permission() {
    case .granted(let ticket): return try await begin(row, with: ticket)
    case .interrupted: return .ended
    case .heldUntil(let date):
      report.stop(
        .tryLater(
          "the API wants no request before \(date.formatted(.iso8601)); nothing was sent"))
      return .ended
    case .circuitOpen:
      report.stop(
        .unavailable(
          "the last \(Circuit.failureLimit) creates came to nothing; nothing more is sent"))
      return .ended
    }
  }

  /// Begins the intent of a row that may be sent at once, and sends it.
  ///
  /// So a crash leaves no more intents than there were requests in flight.
  private func begin(
    _ row: CreateRow, with ticket: CreatePermission.Ticket
  ) async throws(LedgerError) -> Reply {
    let proposal = row.proposal
    let intent = Intent(
      row.key, name: proposal.device.name, request: proposal.body, marker: markerPlacement.next(),
      run: run)
    let begun: BeginResult?
    do throws(LedgerError) {
      begun = try await cap.begin { () async throws(LedgerError) in try await ledger.begin(intent) }
    } catch {
      creation.giveBack(ticket)
      throw error
    }
    switch begun {
    case .begun:
      defer { cap.end() }
      return try await send(proposal, intent, with: ticket)
    case .known(let record):
      // Another branch of the script has begun the same key meanwhile.
      creation.giveBack(ticket)
      guard asked.add(record, in: run) else { return asked.refuse(proposal, report) }
      return KnownDeviceReply.reply(to: proposal, record, creation, isSettled: false, report)
    case nil:
      creation.giveBack(ticket)
      return cap.refuse(report)
    }
  }

  private func send(
    _ proposal: Proposal, _ intent: Intent, with ticket: CreatePermission.Ticket
  ) async throws(LedgerError) -> Reply {
    let delivery = await creation.send(proposal, marker: intent.marker, with: ticket)
    do throws(LedgerError) {
      if case .answered(let response) = delivery.exchange {
        try await ledger.recordResponse(RawResponse(response), for: intent.key)
      }
      let outcome = CreateOutcome(delivery.exchange)
      try await ledger.transition(intent.key, .conclude(Outcome(outcome)), by: run)
      return conclude(proposal, outcome, attempts: delivery.attempts)
    } catch {
      let unrecorded = CreateOutcome.Problem(
        message: "it was sent, and what came of it could not be recorded")
      _ = conclude(proposal, .unknown(unrecorded), attempts: delivery.attempts)
      throw error
    }
  }

  private func conclude(_ proposal: Proposal, _ outcome: CreateOutcome, attempts: Int) -> Reply {
    switch creation.result(of: proposal, outcome, attempts: attempts) {
    case .success(let device):
      report.device(
        DeviceResult(.created, proposal, id: device.id, token: device.credentials?.token))
      return creation.reply(for: proposal, device, isNew: true)
    case .failure(let failure):
      let result = DeviceResult(outcome.status, proposal, failure: failure)
      guard result.status != .unknown else {
        // It may be settled before the run ends.
        report.hold(result)
        return failure.reply
      }
      report.device(result)
      guard let stop = Stop(outcome, failure) else { return failure.reply }
      report.stop(stop)
      return .ended
    }
  }
}

extension CreateOutcome {
  /// The row's status in a report.
  fileprivate var status: DeviceResult.Status {
    switch self {
    case .created: .created
    case .rejected, .runStopping, .refusedForNow, .notSent: .rejected
    case .unknown, .createdWithoutCredentials: .unknown
    }
  }
}

extension Stop {
  /// Why no further device can be created after this outcome; nil if the run goes on.
  fileprivate init?(_ outcome: CreateOutcome, _ failure: EffectFailure) {
    switch outcome {
    case .runStopping(.keyRefused, _): self = .keyRefused(failure.message)
    case .runStopping(.accountOverdue, _): self = .accountOverdue(failure.message)
    case .runStopping: self = .configuration(failure.message)
    case .notSent: self = .unavailable(failure.message)
    case .refusedForNow: self = .tryLater(failure.message)
    case .created, .createdWithoutCredentials, .rejected, .unknown: return nil
    }
  }
}

/// Reports that a run would create the device, and creates nothing.
struct PlanStage: CreateStage {
  let report: any RunSink

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    var result = DeviceResult(
      .planned, row.proposal, isPredictable: !Placeholder.isIn(row.proposal))
    if let known = row.known, known.state == .rejected { result.rejection = known.reason ?? "" }
    report.device(result)
    return .returned(Placeholder.device(for: row.proposal))
  }
}
