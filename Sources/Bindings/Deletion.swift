package import Effects
package import QubitroClient

/// A call that deletes, checked before anything is sent.
package struct Deletion: Hashable, Sendable {
  /// What is deleted.
  package enum Object: Hashable, Sendable {
    case device(id: String, project: String)
    case project(id: String)
  }

  /// The kind of object that a function deletes.
  enum Target: Sendable {
    case device
    case project
  }

  package let object: Object
  private let location: String?

  private let function: String

  /// `project` is the run's, for calls that name none.
  ///
  /// Nil if the effect deletes nothing; throws if the call is wrong.
  package init?(_ effect: Effect, project: String?) throws(EffectFailure) {
    guard let binding = BindingTable.binding(of: effect),
      case .deleteHandler(let target) = binding.performer
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

  /// The project that is deleted, or whose device is.
  package var project: String {
    switch object {
    case .device(_, let project): project
    case .project(let id): id
    }
  }

  /// Sends the request.
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

  /// The failure of the call if the run may not delete.
  package var refusal: EffectFailure {
    EffectFailure(
      .usage, "\(function): this run may not delete; pass --allow-delete", location: location)
  }
}
