import Bindings
import Ledger
import Synchronization

/// What a plan's script has deleted, as far as the plan goes: a run would make it anew where the script asks for it.
package final class PlannedDeletions: Sendable {
  private let objects = Mutex<Set<Deletion.Object>>([])

  package init() {}

  func add(_ deletion: Deletion) {
    objects.withLock { _ = $0.insert(deletion.object) }
  }

  /// Whether a device is gone, by itself or with its project.
  func include(_ deviceID: String?, in project: String) -> Bool {
    objects.withLock { objects in
      guard !objects.isEmpty, let deviceID else { return false }
      return objects.contains(.device(id: deviceID, project: project)) || objects.contains(.project(id: project))
    }
  }
}
