import Effects
import Provisioning
import Terminal

/// What a run would do, device by device.
///
/// The table is the same whatever order the devices come in, and as large as a reader can use.
struct PlanTable: Sendable {
  /// How many rows of an action are reported one by one.
  static let limit = 1000

  private var rows: [PlanAction: Rows] = [:]
  private var project: String?
  /// Whether there is more than one project.
  private(set) var spansProjects = false

  /// How many devices there are of each action.
  var counts: [PlanAction: Int] { rows.mapValues(\.count) }

  mutating func add(_ result: DeviceResult) {
    rows[result.action, default: Rows()].add(result)
    if let project = result.project {
      spansProjects = spansProjects || project != self.project ?? project
      self.project = self.project ?? project
    }
  }

  /// The devices of an action that are reported: the first, in the table's order.
  func reported(_ action: PlanAction) -> [DeviceResult] {
    rows[action]?.reported ?? []
  }

  /// The rows of one action; the first of them are kept.
  private struct Rows {
    private(set) var count = 0
    private var kept: [DeviceResult] = []
    /// The last row of those that were kept when there were too many.
    private var bound: DeviceResult?

    var reported: [DeviceResult] { Array(kept.sorted(by: PlanTable.precedes).prefix(limit)) }

    mutating func add(_ result: DeviceResult) {
      count += 1
      if let bound, !PlanTable.precedes(result, bound) { return }
      kept.append(result)
      // Up to twice as many are kept, so that not every new row has them sorted.
      guard kept.count == 2 * limit else { return }
      kept = reported
      bound = kept.last
    }
  }

  /// By project, then by key; rows of the same key stand by their place in the script.
  private static func precedes(_ one: DeviceResult, _ other: DeviceResult) -> Bool {
    precedes(one.project, other.project)
      ?? precedes(one.key, other.key)
      ?? precedes(one.name, other.name)
      ?? precedes(one.location, other.location)
      ?? precedes(one.failure?.message, other.failure?.message)
      ?? precedes(one.id, other.id)
      ?? false
  }

  /// Nil if they are equal.
  private static func precedes(_ one: String?, _ other: String?) -> Bool? {
    let (one, other) = (one ?? "", other ?? "")
    return one.utf8.elementsEqual(other.utf8) ? nil : NaturalOrder.precedes(one, other)
  }
}

/// What a run would do for a device, in the words of a plan; `action` in JSON.
///
/// They stand in the order in which a plan reports them: what a person has to look into comes last,
/// next to the counts.
enum PlanAction: String, Sendable, CaseIterable {
  /// Do nothing: it was made earlier.
  case unchanged
  /// Make it for the first time, or anew once it was deleted or forgotten.
  case create
  /// Try again what was rejected.
  case retry
  /// Do nothing, though the script now asks for something else: the API cannot change a device.
  case drift
  /// Look for it, or wait: it may or may not exist.
  case unknown
  /// Do nothing: it exists, and its credentials are lost.
  case quarantined
  /// Do nothing: the project has it already, and the ledger does not.
  case `import`
  /// Do nothing: the row itself is wrong.
  case refused

  /// Whether a person has to look into it.
  var isNotable: Bool {
    switch self {
    case .unchanged, .create, .retry: false
    case .drift, .unknown, .quarantined, .import, .refused: true
    }
  }

  /// So many of them, in the words of a plan's last line.
  func counted(_ count: Int) -> String {
    switch self {
    case .create, .retry, .import: "\(count) to \(rawValue)"
    case .unchanged, .drift, .unknown, .quarantined, .refused: "\(count) \(rawValue)"
    }
  }
}

extension DeviceResult {
  /// What a run would do for it.
  var action: PlanAction {
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
