import Bindings
import Effects
import Ledger
import QubitroClient

/// Answers for a name that the project has already, as the look at it shows.
struct LookStage: CreateStage {
  let creation: CreateDevice
  let looks: ProjectLooks
  /// What a plan's script has deleted, whose names are free; nil in a run, whose looks see it.
  let deletions: PlannedDeletions?
  let report: any RunSink
  let next: any CreateStage

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    switch try await finding(on: row) {
    case .free: return try await next.create(row)
    case .ended: return .ended
    case .stop(let reason):
      report.stop(reason)
      return .ended
    case .taken(let deviceID):
      let result = DeviceResult(existing: deviceID, row.proposal, creation)
      report.device(result)
      return result.failure?.reply ?? .ended
    }
  }

  private func finding(on row: CreateRow) async throws(LedgerError) -> ProjectLooks.Finding {
    let scope = row.key.scope
    // A project that is yet to be made holds nothing.
    if deletions != nil, Placeholder.isIn(.text(scope.project)) { return .free }
    let finding = try await looks.finding(on: row.proposal.device.name, in: scope)
    if case .taken(let id) = finding, deletions?.include(id, in: scope.project) == true {
      return .free
    }
    return finding
  }
}
