import Foundation
package import Ledger
package import QubitroClient

/// Sees to it that a project is looked at before its first create: what it holds already is not
/// made a second time.
package actor ProjectLooks {
  /// What a create may know from it.
  enum Finding: Sendable {
    /// The name is free.
    case free
    /// The project has a device of that name which this ledger did not make.
    case taken(deviceID: String)
    case stop(Stop)
    /// The run is to end, for a reason of its own.
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
  /// The projects of which `notes` knows all that a list shows.
  private var noted: Set<Scope> = []
  /// The projects that wanted a look, and got none for lack of a client.
  package private(set) var unlooked: Set<Scope> = []

  /// `notes` takes down what a look has found, the ledger itself but in a plan; `isWaived` goes
  /// without a look.
  ///
  /// A plan may have no client, and then believes what the ledger says. A run has its ledger forget
  /// the looks that its `provenance` does not trust; a plan, which changes nothing, gives it here.
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

  /// Whether a device of this name may be made; the first question about a project lists it.
  func finding(on name: String, in scope: Scope) async throws(LedgerError) -> Finding {
    let look = looks[scope] ?? Task { await self.look(at: scope) }
    looks[scope] = look
    let finding = try await look.value.get()
    guard case .free = finding else { return finding }
    for device in try await (noted.contains(scope) ? notes : ledger).foreign(named: name, in: scope)
    where try await isThere(device, in: scope) { return .taken(deviceID: device.id) }
    return await pause.wait(.zero) ? .free : .ended
  }

  /// A device may have been deleted since the look; only an answer that it is gone, and a list
  /// without it, make its name free.
  private func isThere(_ device: ForeignDevice, in scope: Scope) async throws(LedgerError) -> Bool {
    guard let client,
      case .refused(.notFound, _) = await client.device(device.id, in: scope.project)
    else { return true }
    let list = lists[scope] ?? Task { await self.list(scope, through: client) }
    lists[scope] = list
    guard let listed = await list.value, !listed.contains(device.id) else { return true }
    try await notes.removeForeign([device.id], in: scope)
    return false
  }

  private func list(_ scope: Scope, through client: QubitroClient) async -> ListedIDs? {
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
        unlooked.insert(scope)
        return .success(.free)
      }
      return .success(try await census(of: scope, through: client))
    } catch {
      return .failure(error)
    }
  }

  private func census(of scope: Scope, through client: QubitroClient) async throws(LedgerError)
    -> Finding
  {
    var unsettled: [DeviceTraits] = []
    try await ledger.forEach(DeviceQuery(states: [.unknown, .sending], scope: scope)) {
      record throws(LedgerError) in
      unsettled.append(DeviceTraits(record))
    }
    // What an earlier look noted, before it broke off or the ledger was brought back, may be gone.
    try await notes.removeForeign(nil, in: scope)
    let census = LookScan(of: scope, by: ledger, notes: notes, sparing: unsettled)
    let outcome = await client.listDevices(in: scope.project, to: census)
    try await census.finish()
    if let stop = Stop(listing: scope.project, outcome) {
      return await pause.wait(.zero) ? .stop(stop) : .ended
    }
    try await notes.setLook(.listed(.now), at: scope)
    noted.insert(scope)
    activity?.note(.look, "project \(scope.project): listed, to know what it has already")
    return .free
  }
}

extension Stop {
  /// Why nothing can be made in a project that could not be listed; nil when it was.
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
