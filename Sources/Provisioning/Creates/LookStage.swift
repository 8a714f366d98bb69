import Bindings
import Effects
import Ledger
import QubitroClient

/// Answers for a name that a device of the project has already, as the look at the project shows.
struct LookStage: CreateStage {
  let creation: CreateDevice
  let looks: ProjectLooks
  /// What a run would have deleted, so that its names are free; nil in a run, which asks the API.
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
    // A project that only a run would create has no devices.
    if deletions != nil, Placeholder.isIn(.text(scope.project)) { return .free }
    let finding = try await looks.finding(on: row.proposal.device.name, in: scope)
    if case .taken(let id) = finding, deletions?.contains(id, in: scope.project) == true {
      return .free
    }
    return finding
  }
}
