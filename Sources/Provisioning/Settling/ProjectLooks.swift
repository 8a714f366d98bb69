import Foundation
package import Ledger
package import QubitroClient

/// Looks at each project before the first create there, so that no device of the project is made
/// again.
package actor ProjectLooks {
  /// What the look at a project shows about one name.
  enum Finding: Sendable {
    /// The name is free.
    case free
    /// The project has a device of that name which this ledger did not make.
    case taken(deviceID: String)
    /// The project could not be listed, so that the run stops.
    case stop(Stop)
    /// The run is to end, for another reason.
    case ended
  }

  private let client: QubitroClient?
  private let ledger: any LedgerStore
  private let notes: any LedgerStore
  private let isWaived: Bool
  private let provenance: LedgerProvenance
  private let pause: any Pause
  private let activity: (any RunObserver)?
  private var looks: [Scope: Task<Result<Finding, LedgerError>, Never>] = [:]
  private var lists: [Scope: Task<ListedIDs?, Never>] = [:]
  /// The projects whose devices `notes` has from a list of this run.
  private var noted: Set<Scope> = []
  /// The projects that should have been looked at, and were not since there is no client.
  package private(set) var withoutLook: Set<Scope> = []

  /// `notes` takes what a look finds: in a run it is the ledger, in a plan another store.
  ///
  /// `isWaived` says that the user does without looks. A plan may have no client; then it relies on
  /// the ledger alone. `provenance` is for a plan, which may not trust all looks of the ledger: a
  /// run makes its ledger forget those.
  package init(
    through client: QubitroClient?, _ ledger: any LedgerStore, notes: any LedgerStore,
    isWaived: Bool,
    provenance: LedgerProvenance = .asLeft, pause: any Pause, activity: (any RunObserver)? = nil
  ) {
    self.client = client
    self.ledger = ledger
    self.notes = notes
    self.isWaived = isWaived
    self.provenance = provenance
    self.pause = pause
    self.activity = activity
  }

  /// Whether a device of this name may be created; the first call for a project looks at it.
  func finding(on name: String, in scope: Scope) async throws(LedgerError) -> Finding {
    let look = looks[scope] ?? Task { await self.look(at: scope) }
    looks[scope] = look
    let finding = try await look.value.get()
    guard case .free = finding else { return finding }
    for device in try await (noted.contains(scope) ? notes : ledger).foreign(named: name, in: scope)
    where try await exists(device, in: scope) { return .taken(deviceID: device.id) }
    return await pause.isRunEnding() ? .ended : .free
  }

  /// Whether a device still exists, which may have been deleted since the look.
  ///
  /// It is gone only if the API does not find it, and a list does not show it either.
  private func exists(_ device: ForeignDevice, in scope: Scope) async throws(LedgerError) -> Bool {
    guard let client,
      case .refused(.notFound, _) = await client.device(device.id, in: scope.project)
    else { return true }
    let list = lists[scope] ?? Task { await self.listedIDs(in: scope, through: client) }
    lists[scope] = list
    guard let listed = await list.value, !listed.contains(device.id) else { return true }
    try await notes.removeForeign([device.id], in: scope)
    return false
  }

  private func listedIDs(in scope: Scope, through client: QubitroClient) async -> ListedIDs? {
    let listed = ListedIDs()
    guard case .done = await client.listDevices(in: scope.project, to: listed) else { return nil }
    return listed
  }

  private func look(at scope: Scope) async -> Result<Finding, LedgerError> {
    do throws(LedgerError) {
      if let look = try await ledger.look(at: scope), provenance.trusts(look) {
        return .success(.free)
      }
      if isWaived {
        try await notes.setLook(.waived(.now), at: scope)
        activity?.note(.look, "project \(scope.project): waived by --without-list")
        return .success(.free)
      }
      guard let client else {
        withoutLook.insert(scope)
        return .success(.free)
      }
      return .success(try await scan(scope, through: client))
    } catch {
      return .failure(error)
    }
  }

  private func scan(_ scope: Scope, through client: QubitroClient) async throws(LedgerError)
    -> Finding
  {
    var unsettled: [DeviceTraits] = []
    try await ledger.forEach(DeviceQuery(states: [.unknown, .sending], scope: scope)) {
      record throws(LedgerError) in
      unsettled.append(DeviceTraits(record))
    }
    // An earlier look may have noted devices that are gone by now.
    try await notes.removeForeign(nil, in: scope)
    let scan = LookScan(of: scope, by: ledger, notes: notes, sparing: unsettled)
    let outcome = await client.listDevices(in: scope.project, to: scan)
    try await scan.finish()
    if let stop = Stop(listing: scope.project, outcome) {
      return await pause.isRunEnding() ? .ended : .stop(stop)
    }
    try await notes.setLook(.listed(.now), at: scope)
    noted.insert(scope)
    activity?.note(.look, "project \(scope.project): listed, to know what it has already")
    return .free
  }
}

extension Stop {
  /// Why nothing can be created in a project that could not be listed; nil if it was listed.
  fileprivate init?(listing project: String, _ outcome: CallOutcome) {
    let what =
      "project \(project), which this ledger has not looked at yet, "
      + "has to be listed before its first device is made"
    if case .refused(.keyRefused, let problem) = outcome, problem.status == 403 {
      self = .keyRefused(
        "\(what), and the key may not list it (\(problem.text)); give the key the Read right, "
          + "or pass --without-list once to do without: a device that the project has already "
          + "would then be made again"
      )
    } else {
      self.init(outcome, what: what, project: project)
    }
  }
}
