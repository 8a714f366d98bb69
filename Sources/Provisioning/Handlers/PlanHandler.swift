package import Bindings
package import Effects
package import Ledger
import QubitroClient

/// Says what a run would create, and creates nothing: the ledger is only read.
package struct PlanHandler: EffectHandler {
  let creation: CreateDevice
  let admission: Admission
  /// An empty one when there is none yet.
  let ledger: any LedgerStore
  let firstLook: ProjectLooks
  let deletions: PlannedDeletions
  let run: RunID
  let report: any RunSink
  let next: any EffectHandler

  package init(
    creation: CreateDevice, admission: Admission, ledger: any LedgerStore, firstLook: ProjectLooks,
    deletions: PlannedDeletions, run: RunID, report: any RunSink, next: any EffectHandler
  ) {
    self.creation = creation
    self.admission = admission
    self.ledger = ledger
    self.firstLook = firstLook
    self.deletions = deletions
    self.run = run
    self.report = report
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    await admission.perform(effect, next: next) { proposal in
      await plan(proposal, isPredictable: !effect.arguments.contains(where: Placeholder.isIn))
    }
  }

  private func plan(_ proposal: Proposal, isPredictable: Bool) async -> Reply {
    let key = admission.key(of: proposal)
    do throws(LedgerError) {
      let known = try await ledger.device(key)
      if let objection = known.map({ admission.objection(to: proposal, over: $0, by: run) })
        ?? admission.objection(to: proposal)
      {
        return objection
      }
      if let known, !known.state.mayBegin, !deletions.include(known.deviceID, in: key.scope.project)
      {
        let standing = KnownDeviceReply(known, for: proposal, by: creation)
        report.device(standing.result)
        return standing.reply
      }
      if let objection = admission.objection(
        to: proposal, after: try await finding(on: proposal, in: key.scope))
      {
        return objection
      }
      var result = DeviceResult(.planned, proposal, isPredictable: isPredictable)
      if let known, known.state == .rejected { result.rejection = known.reason ?? "" }
      report.device(result)
      return .returned(Placeholder.device(for: proposal))
    } catch {
      report.stop(.ledger(error.description))
      return .ended
    }
  }

  private func finding(on proposal: Proposal, in scope: Scope) async throws(LedgerError)
    -> ProjectLooks.Finding
  {
    // A project that is yet to be made holds nothing.
    if Placeholder.isIn(.text(scope.project)) { return .free }
    let finding = try await firstLook.finding(on: proposal.device.name, in: scope)
    if case .taken(let id) = finding, deletions.include(id, in: scope.project) { return .free }
    return finding
  }
}
