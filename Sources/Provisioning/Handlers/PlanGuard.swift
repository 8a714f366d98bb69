import Bindings
package import Effects

/// Lets a plan's calls of the API read, and holds back those that would change something or ask for what does not exist yet.
package struct PlanGuard: EffectHandler {
  let project: String?
  let mayDelete: Bool
  let deletions: PlannedDeletions
  let report: any RunSink
  let next: any EffectHandler

  package init(
    project: String?, mayDelete: Bool, deletions: PlannedDeletions, report: any RunSink, next: any EffectHandler
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
        .notPredictable, "\(effect.name): depends on an id or a token to come, so a plan cannot tell", location: effect.location
      ).reply
    }
    return await next.perform(effect)
  }

  private func foretell(_ effect: Effect, _ value: Value) -> Reply {
    report.log(LogRecord(level: .info, message: "a run would call \(effect.name)", location: effect.location))
    return .returned(value)
  }

  private func placeholder(_ effect: Effect) -> Value {
    guard let name = effect.arguments.first?["name"].text else { return .map([:]) }
    return .map(["id": .text("<id of \(name)>"), "name": .text(name)])
  }
}
