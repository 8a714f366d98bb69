import Bindings
package import Effects
import Ledger
import Synchronization

/// Lets the calls of a plan's script read from the API, and only logs those that would change it.
///
/// A call fails if it needs an id or a token of a device that only a run would create.
package struct PlanGuard: EffectHandler {
  private let report: any RunSink
  private let next: any EffectHandler

  package init(report: any RunSink, next: any EffectHandler) {
    self.report = report
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    let consequence = BindingTable.binding(of: effect)?.consequence(of: effect) ?? .none
    guard consequence.place == .api else { return await next.perform(effect) }
    if consequence.kind != .reads {
      report.logPlanned(effect)
      return .returned(placeholder(effect))
    }
    guard effect.arguments.contains(where: Placeholder.isIn) else {
      return await next.perform(effect)
    }
    return EffectFailure(
      .notPredictable,
      "\(effect.name): depends on an id or a token to come, so a plan cannot tell",
      location: effect.location
    ).reply
  }

  private func placeholder(_ effect: Effect) -> Value {
    guard let name = effect.arguments.first?["name"].text else { return .map([:]) }
    return .map(["id": .text("<id of \(name)>"), "name": .text(name)])
  }
}

/// Logs what a run would delete, and deletes nothing.
package struct PlanDeleteHandler: EffectHandler {
  private let project: String?
  private let mayDelete: Bool
  private let deletions: PlannedDeletions
  private let report: any RunSink

  /// `project` is the project of calls that name none.
  package init(
    project: String?, mayDelete: Bool, deletions: PlannedDeletions, report: any RunSink
  ) {
    self.project = project
    self.mayDelete = mayDelete
    self.deletions = deletions
    self.report = report
  }

  package func perform(_ effect: Effect) async -> Reply {
    do throws(EffectFailure) {
      guard let deletion = try Deletion(effect, project: project) else {
        return EffectFailure(notDeleting: effect).reply
      }
      guard mayDelete else { return deletion.refusal.reply }
      deletions.add(deletion)
      report.logPlanned(effect)
      return .returned(true)
    } catch {
      return error.reply
    }
  }
}

extension RunSink {
  /// Logs that a run would make this call.
  fileprivate func logPlanned(_ effect: Effect) {
    log(
      LogRecord(level: .info, message: "a run would call \(effect.name)", location: effect.location)
    )
  }
}

/// The devices and projects that a run would have deleted, at this point of a plan's script.
///
/// If the script asks for such a device again, a run would create it.
package final class PlannedDeletions: Sendable {
  private let objects = Mutex<Set<Deletion.Object>>([])

  package init() {}

  func add(_ deletion: Deletion) {
    objects.withLock { _ = $0.insert(deletion.object) }
  }

  /// Whether a run would have deleted the device, by itself or with its project.
  func contains(_ deviceID: String?, in project: String) -> Bool {
    objects.withLock { objects in
      guard !objects.isEmpty, let deviceID else { return false }
      return objects.contains(.device(id: deviceID, project: project))
        || objects.contains(.project(id: project))
    }
  }
}
