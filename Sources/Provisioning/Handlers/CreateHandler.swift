package import Bindings
package import Effects
import Foundation
package import Ledger
import QubitroClient

/// Creates devices under the ledger's eye: the intent is durable before the request, the raw answer
/// before anything reads it, and the outcome before the script goes on.
package struct CreateHandler: EffectHandler {
  let creation: CreateDevice
  let admission: Admission
  let ledger: any LedgerStore
  let firstLook: ProjectLooks
  let settler: Settler
  let markerPlacement: MarkerPlacement
  let run: RunID
  let report: any RunSink
  /// Told of every create from its intent to its record.
  let inFlight: InFlight
  let cap: CreateCap
  let next: any EffectHandler

  package init(
    creation: CreateDevice, admission: Admission, ledger: any LedgerStore, firstLook: ProjectLooks,
    settler: Settler, markerPlacement: MarkerPlacement, run: RunID, report: any RunSink,
    inFlight: InFlight, cap: CreateCap, next: any EffectHandler
  ) {
    self.creation = creation
    self.admission = admission
    self.ledger = ledger
    self.firstLook = firstLook
    self.settler = settler
    self.markerPlacement = markerPlacement
    self.run = run
    self.report = report
    self.inFlight = inFlight
    self.cap = cap
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    await admission.perform(effect, next: next) { proposal in
      let key = admission.key(of: proposal)
      do throws(LedgerError) {
        // Most keys of most runs are known: these are answered here, at once.
        guard var known = try await ledger.device(key) else {
          return await create(proposal, under: key)
        }
        if let objection = admission.objection(to: proposal, over: known, by: run) {
          return objection
        }
        let wasUnknown = known.state == .unknown
        if wasUnknown {
          await settler.room.wait(for: known.number)
          known = try await ledger.device(key) ?? known
        }
        return known.state.mayBegin
          ? await create(proposal, under: key) : stand(known, proposal, isSettled: wasUnknown)
      } catch {
        return stop(error)
      }
    }
  }

  /// Off the Lua thread, so that an answer is recorded however long the script computes meanwhile.
  @concurrent
  private func create(_ proposal: Proposal, under key: DeviceKey) async -> Reply {
    inFlight.begin()
    defer { inFlight.end() }
    if cap.isReached { return refuseMore() }
    do throws(LedgerError) {
      let finding = try await firstLook.finding(on: proposal.device.name, in: key.scope)
      if let objection = admission.objection(to: proposal, after: finding) { return objection }
    } catch {
      return stop(error)
    }
    switch await creation.permission() {
    case .granted(let ticket): return await begin(proposal, under: key, with: ticket)
    case .interrupted: return .ended
    case .heldUntil(let date):
      report.stop(
        .tryLater("the API wants no request before \(date.formatted(.iso8601)); nothing was sent"))
      return .ended
    case .circuitOpen:
      report.stop(
        .unavailable(
          "the last \(Circuit.failureLimit) creates came to nothing; nothing more is sent"))
      return .ended
    }
  }

  /// Only what may be sent at once gets an intent, so that a crash leaves no more of them than
  /// there were requests in flight.
  private func begin(
    _ proposal: Proposal, under key: DeviceKey, with ticket: CreatePermission.Ticket
  ) async -> Reply {
    let intent = Intent(
      key, name: proposal.device.name, request: proposal.body, marker: markerPlacement.next(),
      run: run)
    do throws(LedgerError) {
      let claim = try await cap.begin { () async throws(LedgerError) in
        try await ledger.begin(intent)
      }
      switch claim {
      case .begun: break
      case .known(let record):
        // Another branch of the script was quicker with the same key.
        creation.giveBack(ticket)
        return admission.objection(to: proposal, over: record, by: run)
          ?? stand(record, proposal, isSettled: false)
      case nil:
        creation.giveBack(ticket)
        return refuseMore()
      }
    } catch {
      creation.giveBack(ticket)
      return stop(error)
    }
    defer { cap.end() }
    return await send(proposal, intent, with: ticket)
  }

  /// Ends the run at `--max-creates`; what was sent before is still finished, with the attempts
  /// that it needs.
  private func refuseMore() -> Reply {
    report.stop(.createLimit(cap.story), isHalting: false)
    Task {
      await cap.drained()
      report.halt()
    }
    return .ended
  }

  private func stop(_ error: LedgerError) -> Reply {
    report.stop(.ledger("\(error.description); nothing more is sent"))
    return .ended
  }

  private func stand(_ record: DeviceRecord, _ proposal: Proposal, isSettled: Bool) -> Reply {
    var standing = KnownDeviceReply(record, for: proposal, by: creation)
    if isSettled, standing.result.status == .unchanged { standing.result.status = .adopted }
    report.device(standing.result)
    return standing.reply
  }

  private func send(_ proposal: Proposal, _ intent: Intent, with ticket: CreatePermission.Ticket)
    async -> Reply
  {
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
      return stop(error)
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
  /// Why no further device can be made after this outcome, or nil when the run goes on.
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
