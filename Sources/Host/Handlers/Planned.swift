import Bindings
import Effects
import Ledger
import QubitroClient

/// Says what a run would create, and creates nothing: the ledger is only read.
struct Planned: EffectHandler {
  let creation: CreateDevice
  let admission: Admission
  /// Nil when there is no ledger yet.
  let ledger: (any LedgerStore)?
  let report: Report
  let next: any EffectHandler

  func perform(_ effect: Effect) async -> Reply {
    await admission.perform(effect, next: next) { proposal in
      await plan(proposal, isPredictable: !effect.arguments.contains(where: Placeholder.isIn))
    }
  }

  private func plan(_ proposal: Proposal, isPredictable: Bool) async -> Reply {
    do throws(LedgerError) {
      if let record = try await ledger?.device(admission.key(of: proposal)), !record.state.mayBegin {
        let standing = Standing(record, for: proposal, by: creation)
        report.device(standing.result)
        return standing.reply
      }
      report.device(DeviceResult(.planned, proposal, isPredictable: isPredictable))
      return .returned(Placeholder.device(for: proposal))
    } catch {
      report.stop(.ledger(error.description))
      return .ended
    }
  }
}
