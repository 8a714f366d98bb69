import Bindings
import Effects
import Foundation
import Ledger
import QubitroClient

/// Creates devices under the ledger's eye: the intent is durable before the request, the raw answer before anything reads it, and
/// the outcome before the script goes on.
struct Recorded: EffectHandler {
  let creation: CreateDevice
  let admission: Admission
  let ledger: any LedgerStore
  let run: RunID
  let report: Report
  /// Told of every create from its intent to its record.
  let inFlight: InFlight
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    await admission.perform(effect, next: next, create: create)
  }

  /// Off the Lua thread, so that an answer is recorded however long the script computes meanwhile.
  @concurrent
  private func create(_ proposal: Proposal) async -> Reply {
    inFlight.begin()
    defer { inFlight.end() }
    let key = admission.key(of: proposal)
    do throws(LedgerError) {
      // What is known waits for nothing.
      if let known = try await ledger.device(key), !known.state.mayBegin {
        return stand(Standing(known, for: proposal, by: creation))
      }
    } catch {
      return stop(error)
    }
    switch await creation.permission() {
    case .granted(let ticket): return await begin(proposal, under: key, with: ticket)
    case .interrupted: return .ended
    case .heldUntil(let date):
      report.stop(.tryLater("the API wants no request before \(date.formatted(.iso8601)); nothing was sent"))
      return .ended
    case .circuitOpen:
      report.stop(.unavailable("the last \(Circuit.row) creates came to nothing; nothing more is sent"))
      return .ended
    }
  }

  /// Only what may be sent at once gets an intent, so that a crash leaves no more of them than there were requests in flight.
  private func begin(_ proposal: Proposal, under key: DeviceKey, with ticket: CreatePermission.Ticket) async -> Reply {
    do throws(LedgerError) {
      let intent = Intent(key, name: proposal.device.name, request: proposal.body, run: run)
      if case .known(let record) = try await ledger.begin(intent) {
        creation.giveBack(ticket)
        return stand(Standing(record, for: proposal, by: creation))
      }
    } catch {
      creation.giveBack(ticket)
      return stop(error)
    }
    return await send(proposal, under: key, with: ticket)
  }

  private func stop(_ error: LedgerError) -> Reply {
    report.stop(.ledger("\(error.description); nothing more is sent"))
    return .ended
  }

  private func stand(_ standing: Standing) -> Reply {
    report.device(standing.result)
    return standing.reply
  }

  private func send(_ proposal: Proposal, under key: DeviceKey, with ticket: CreatePermission.Ticket) async -> Reply {
    let delivery = await creation.send(proposal, with: ticket)
    do throws(LedgerError) {
      if case .answered(let response) = delivery.exchange { try await ledger.keep(RawResponse(response), for: key) }
      let outcome = CreateOutcome(delivery.exchange)
      _ = try await ledger.conclude(key, as: Outcome(outcome), by: run)
      return conclude(proposal, outcome, attempts: delivery.attempts)
    } catch {
      let unrecorded = CreateOutcome.Problem(message: "it was sent, and what came of it could not be recorded")
      _ = conclude(proposal, .unknown(unrecorded), attempts: delivery.attempts)
      return stop(error)
    }
  }

  private func conclude(_ proposal: Proposal, _ outcome: CreateOutcome, attempts: Int) -> Reply {
    switch creation.result(of: proposal, outcome, attempts: attempts) {
    case .success(let device):
      report.device(DeviceResult(.created, proposal, id: device.id, token: device.credentials?.token))
      return creation.reply(for: proposal, device, isNew: true)
    case .failure(let failure):
      report.device(DeviceResult(outcome.status, proposal, failure: failure))
      guard let stop = Stop(outcome, failure) else { return failure.reply }
      report.stop(stop)
      return .ended
    }
  }
}

extension CreateOutcome {
  /// The row's status in a report, for what is not created.
  fileprivate var status: DeviceResult.Status {
    switch self {
    case .created: .created
    case .createdWithoutCredentials: .quarantined
    case .rejected, .runStopping, .refusedForNow, .notSent: .rejected
    case .unknown: .unknown
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
