import Effects
package import Provisioning
import Terminal

/// What a run would do, device by device: the same table whatever order the devices come in, and as
/// large as a reader can use.
package struct PlanTable: Sendable {
  /// How many rows of an action are told one by one.
  package static let limit = 1000

  private var rows: [PlanAction: Rows] = [:]
  private var project: String?
  /// Whether there is more than one project.
  package private(set) var spansProjects = false

  package init() {}

  /// How many devices there are of each action.
  package var counts: [PlanAction: Int] { rows.mapValues(\.count) }

  /// Takes a device's result.
  package mutating func add(_ result: DeviceResult) {
    rows[result.action, default: Rows()].add(result)
    if let project = result.project {
      spansProjects = spansProjects || project != self.project ?? project
      self.project = self.project ?? project
    }
  }

  /// The devices of an action that are told: the first, in the table's order.
  package func told(_ action: PlanAction) -> [DeviceResult] {
    rows[action]?.told ?? []
  }

  /// Those of one action, of which the first stay.
  private struct Rows {
    private(set) var count = 0
    private var kept: [DeviceResult] = []
    /// The last one that counted when there were too many.
    private var bound: DeviceResult?

    var told: [DeviceResult] { Array(kept.sorted(by: PlanTable.precedes).prefix(limit)) }

    mutating func add(_ result: DeviceResult) {
      count += 1
      if let bound, !PlanTable.precedes(result, bound) { return }
      kept.append(result)
      // Twice as many are kept, so that they need not be sorted for each that comes.
      guard kept.count == 2 * limit else { return }
      kept = told
      bound = kept.last
    }
  }

  /// By project, then by key; what a script says twice of a key stands by its place in the script.
  private static func precedes(_ one: DeviceResult, _ other: DeviceResult) -> Bool {
    precedes(one.project, other.project) ?? precedes(one.key, other.key) ?? precedes(
      one.name, other.name)
      ?? precedes(one.location, other.location) ?? precedes(
        one.failure?.message, other.failure?.message)
      ?? precedes(one.id, other.id) ?? false
  }

  /// Nil where neither does, since they are equal.
  private static func precedes(_ one: String?, _ other: String?) -> Bool? {
    let (one, other) = (one ?? "", other ?? "")
    return one.utf8.elementsEqual(other.utf8) ? nil : NaturalOrder.precedes(one, other)
  }
}

/// What a run would do for a device, in the words of a plan; `action` in JSON.
///
/// They stand in the order in which a plan tells them: what wants a person comes last, next to the
/// counts.
package enum PlanAction: String, Sendable, CaseIterable {
  /// Nothing; it was made earlier.
  case unchanged
  /// Make it for the first time, or anew once it was deleted or forgotten.
  case create
  /// Try again what was rejected.
  case retry
  /// Nothing, though the script now asks for something else; the API cannot change a device.
  case drift
  /// Look for it, or wait: it may or may not exist.
  case unknown
  /// Nothing; it exists and its credentials are lost.
  case quarantined
  /// Nothing; the project has it already, and the ledger does not.
  case `import`
  /// Nothing; the row itself is wrong.
  case refused

  /// Whether a person has to do something, or at least to wait.
  var isNotable: Bool {
    switch self {
    case .unchanged, .create, .retry: false
    case .drift, .unknown, .quarantined, .import, .refused: true
    }
  }

  /// So many of them, as the last line of a plan has it.
  func counted(_ count: Int) -> String {
    switch self {
    case .create, .retry, .import: "\(count) to \(rawValue)"
    case .unchanged, .drift, .unknown, .quarantined, .refused: "\(count) \(rawValue)"
    }
  }
}

extension DeviceResult {
  /// What a plan says of it.
  package var action: PlanAction {
    switch status {
    case .planned, .created: rejection == nil ? .create : .retry
    case .unchanged, .adopted: drift.isEmpty ? .unchanged : .drift
    case .exists: .import
    case .rejected: .refused
    case .unknown: .unknown
    case .quarantined: .quarantined
    }
  }
}
