import Bindings
package import Effects
import Ledger
import Synchronization

/// Lets a plan's calls of the API read, and holds back those that would change something or ask for
/// what does not exist yet.
package struct PlanGuard: EffectHandler {
  let project: String?
  let mayDelete: Bool
  let deletions: PlannedDeletions
  let report: any RunSink
  let next: any EffectHandler

  package init(
    project: String?, mayDelete: Bool, deletions: PlannedDeletions, report: any RunSink,
    next: any EffectHandler
  ) {
    self.project = project
    self.mayDelete = mayDelete
    self.deletions = deletions
    self.report = report
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    do throws(EffectFailure) {
      if let deletion = try Deletion(effect, project: project) {
        guard mayDelete else { return deletion.refusal.reply }
        deletions.add(deletion)
        return foretell(effect, true)
      }
    } catch {
      return error.reply
    }
    if BindingTable.writes(effect) { return foretell(effect, placeholder(effect)) }
    if BindingTable.reaches(effect), effect.arguments.contains(where: Placeholder.isIn) {
      return EffectFailure(
        .notPredictable,
        "\(effect.name): depends on an id or a token to come, so a plan cannot tell",
        location: effect.location
      ).reply
    }
    return await next.perform(effect)
  }

  private func foretell(_ effect: Effect, _ value: Value) -> Reply {
    report.log(
      LogRecord(level: .info, message: "a run would call \(effect.name)", location: effect.location)
    )
    return .returned(value)
  }

  private func placeholder(_ effect: Effect) -> Value {
    guard let name = effect.arguments.first?["name"].text else { return .map([:]) }
    return .map(["id": .text("<id of \(name)>"), "name": .text(name)])
  }
}

/// What a plan's script has deleted, as far as the plan goes: a run would make it anew where the
/// script asks for it.
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
      return objects.contains(.device(id: deviceID, project: project))
        || objects.contains(.project(id: project))
    }
  }
}
