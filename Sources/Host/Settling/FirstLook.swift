import Foundation
import Ledger
import QubitroClient

/// Sees to it that a project is looked at before its first create: what it holds already is not made a second time.
actor FirstLook {
  /// What a create may know from it.
  enum Finding: Sendable {
    /// The name is free.
    case free
    /// The project has a device of that name which this ledger did not make.
    case taken(deviceID: String)
    case stop(Stop)
  }

  private let client: QubitroClient
  private let ledger: any LedgerStore
  private let notes: any LedgerStore
  private let isWaived: Bool
  private var looks: [Scope: Task<Result<Stop?, LedgerError>, Never>] = [:]

  /// `notes` takes down what a look has found, the ledger itself but in a plan; `isWaived` goes without a look.
  init(through client: QubitroClient, _ ledger: any LedgerStore, notes: any LedgerStore, isWaived: Bool) {
    self.client = client
    self.ledger = ledger
    self.notes = notes
    self.isWaived = isWaived
  }

  /// Whether a device of this name may be made; the first question about a project lists it.
  func finding(on name: String, in scope: Scope) async throws(LedgerError) -> Finding {
    let look = looks[scope] ?? Task { await self.look(at: scope) }
    looks[scope] = look
    if let stop = try await look.value.get() { return .stop(stop) }
    var foreign = try await notes.foreign(named: name, in: scope)
    if foreign.isEmpty, notes !== ledger { foreign = try await ledger.foreign(named: name, in: scope) }
    for device in foreign where await isThere(device, in: scope) { return .taken(deviceID: device.id) }
    return .free
  }

  /// A device may have been deleted since the look; only an answer that it is gone makes its name free.
  private func isThere(_ device: ForeignDevice, in scope: Scope) async -> Bool {
    guard case .refused(.notFound, _) = await client.device(device.id, in: scope.project) else { return true }
    return (try? await notes.removeForeign([device.id], in: scope)) == nil
  }

  private func look(at scope: Scope) async -> Result<Stop?, LedgerError> {
    do throws(LedgerError) {
      if try await ledger.look(at: scope) != nil { return .success(nil) }
      if isWaived {
        try await notes.setLook(.waived(.now), at: scope)
        return .success(nil)
      }
      // What an earlier look noted, before it broke off or the ledger was brought back, may be gone.
      try await notes.removeForeign(nil, in: scope)
      let census = try await ForeignCensus(owner: ledger, notes: notes, scope: scope)
      if let stop = Stop(listing: scope.project, await client.listDevices(in: scope.project, to: census)) { return .success(stop) }
      try await notes.setLook(.listed(.now), at: scope)
      return .success(nil)
    } catch {
      return .failure(error)
    }
  }
}

extension Stop {
  /// Why nothing can be made in a project that could not be listed; nil when it was.
  fileprivate init?(listing project: String, _ outcome: CallOutcome) {
    let project = PlainText.line(project)
    let what = "project \(project), which this ledger has not looked at yet, has to be listed before its first device is made"
    switch outcome {
    case .done: return nil
    case .notSent(let reason): self = .unavailable("\(what): not sent: \(reason)")
    case .unknown(let problem): self = .unavailable("\(what): \(problem.text)")
    case .refused(let refusal, let problem):
      switch refusal {
      case .keyRefused where problem.status == 403:
        self = .keyRefused(
          "\(what), and the key may not list it (\(problem.text)); give the key the Read right, or pass --without-list once to do without: a device that the project has already would then be made again"
        )
      case .keyRefused: self = .keyRefused("the API refused the key (\(problem.text))")
      case .notFound:
        self = .configuration("the API does not know project \(project), or the key may not see it (\(problem.text))")
      case .redirected: self = .configuration("the base URL answers with a redirect, which is not followed (\(problem.text))")
      case .accountOverdue: self = .accountOverdue("the account is overdue (\(problem.text))")
      case .tooManyRequests: self = .tryLater("\(what): refused for now (\(problem.text))")
      case .rejected: self = .unavailable("\(what): \(problem.text)")
      }
    }
  }
}
