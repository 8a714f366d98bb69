import Effects
package import Provisioning
import Terminal

/// What a run would do, device by device: the same table whatever order the devices come in, and as large as a reader can use.
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
    precedes(one.project, other.project) ?? precedes(one.key, other.key) ?? precedes(one.name, other.name)
      ?? precedes(one.location, other.location) ?? precedes(one.failure?.message, other.failure?.message)
      ?? precedes(one.id, other.id) ?? false
  }

  /// Nil where neither does, since they are equal.
  private static func precedes(_ one: String?, _ other: String?) -> Bool? {
    let (one, other) = (one ?? "", other ?? "")
    return one.utf8.elementsEqual(other.utf8) ? nil : NaturalOrder.precedes(one, other)
  }
}
