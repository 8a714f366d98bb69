package import Effects
package import QubitroClient

/// A call that deletes, complete before anything is sent.
package struct Deletion: Hashable, Sendable {
  /// What is deleted.
  package enum Object: Hashable, Sendable {
    case device(id: String, project: String)
    case project(id: String)
  }

  /// What kind of thing a function deletes.
  enum Target: Sendable {
    case device
    case project
  }

  package var object: Object
  package var location: String?

  private var function: String

  /// Nil when the effect deletes nothing; throws when it is not called as it should be.
  package init?(_ effect: Effect, project: String?) throws(EffectFailure) {
    guard let binding = BindingTable.binding(of: effect),
      case .deleteHandler(let target) = binding.performance
    else { return nil }
    function = binding.signature.name
    location = effect.location
    let arguments: Value
    do throws(Signature.Mismatch) {
      arguments = try binding.signature.check(effect.arguments)
    } catch {
      throw EffectFailure(error, at: effect.location)
    }
    let id = arguments["id"].text ?? ""
    if let reason = API.objection(to: id) {
      throw EffectFailure(.usage, "\(function): id \(reason)", location: location)
    }
    switch target {
    case .project: object = .project(id: id)
    case .device:
      guard let project = arguments["project"].text ?? project, !project.isEmpty else {
        throw EffectFailure(.configuration, API.noProject(in: function), location: location)
      }
      if let reason = API.objection(to: project) {
        throw EffectFailure(.usage, "\(function): project \(reason)", location: location)
      }
      object = .device(id: id, project: project)
    }
  }

  /// The project that it is about.
  package var project: String {
    switch object {
    case .device(_, let project): project
    case .project(let id): id
    }
  }

  /// Sends it.
  package func send(through client: QubitroClient) async -> CallOutcome {
    switch object {
    case .device(let id, let project): await client.deleteDevice(id, in: project)
    case .project(let id): await client.deleteProject(id)
    }
  }

  /// What the script receives: true, or `nil, err`.
  package func reply(_ outcome: CallOutcome) -> Reply {
    let id =
      switch object {
      case .device(let id, _), .project(let id): id
      }
    return outcome.reply(to: Signature(function, ""), on: id, at: location) { _ in true }
  }

  /// Raised where the run may not delete.
  package var refusal: EffectFailure {
    EffectFailure(
      .usage, "\(function): this run may not delete; pass --allow-delete", location: location)
  }
}
