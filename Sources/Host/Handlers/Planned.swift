import Bindings
import Effects
import Ledger
import QubitroClient

/// Says what a run would create, and creates nothing: the ledger is only read.
struct Planned: EffectHandler {
  let creation: CreateDevice
  let admission: Admission
  /// An empty one when there is none yet.
  let ledger: any LedgerStore
  /// Nil where the plan has no key, and so cannot look at the project.
  let firstLook: FirstLook?
  let run: RunID
  let report: Report
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    await admission.perform(effect, next: next) { proposal in
      await plan(proposal, isPredictable: !effect.arguments.contains(where: Placeholder.isIn))
    }
  }

  private func plan(_ proposal: Proposal, isPredictable: Bool) async -> Reply {
    let key = admission.key(of: proposal)
    do throws(LedgerError) {
      if let known = try await ledger.device(key) {
        if let objection = admission.objection(to: proposal, over: known, by: run) { return objection }
        if !known.state.mayBegin {
          let standing = Standing(known, for: proposal, by: creation)
          report.device(standing.result)
          return standing.reply
        }
      } else if let objection = admission.objection(to: proposal) {
        return objection
      }
      let finding = try await firstLook?.finding(on: proposal.device.name, in: key.scope) ?? .free
      if let objection = admission.objection(to: proposal, after: finding) { return objection }
      report.device(DeviceResult(.planned, proposal, isPredictable: isPredictable))
      return .returned(Placeholder.device(for: proposal))
    } catch {
      report.stop(.ledger(error.description))
      return .ended
    }
  }
}
