package import Effects
package import QubitroClient

/// A call that deletes, complete before anything is sent.
package struct Deletion: Hashable, Sendable {
  /// What is deleted.
  package enum Object: Hashable, Sendable {
    case device(id: String, project: String)
    case project(id: String)
  }

  package var object: Object
  package var location: String?

  private var signature: String

  /// Nil when the effect deletes nothing; throws when it is not called as it should be.
  package init?(_ effect: Effect, project: String?) throws(EffectFailure) {
    let signatures = [DeleteDevice.signature, DeleteProject.signature]
    guard let signature = signatures.first(where: { $0.name == effect.name }) else { return nil }
    self.signature = signature.name
    location = effect.location
    let arguments: Value
    do throws(Signature.Mismatch) {
      arguments = try signature.check(effect.arguments)
    } catch {
      throw EffectFailure(error, at: effect.location)
    }
    let id = arguments["id"].text ?? ""
    if let reason = API.objection(to: id) {
      throw EffectFailure(.usage, "\(signature.name): id \(reason)", location: location)
    }
    guard signature.name == DeleteDevice.signature.name else {
      object = .project(id: id)
      return
    }
    guard let project = arguments["project"].text ?? project, !project.isEmpty else {
      throw EffectFailure(
        .configuration,
        "\(signature.name): no project: pass --project, set QUBITRO_PROJECT_ID, or name one in the call",
        location: location)
    }
    if let reason = API.objection(to: project) {
      throw EffectFailure(.usage, "\(signature.name): project \(reason)", location: location)
    }
    object = .device(id: id, project: project)
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
    return outcome.reply(to: Signature(signature, ""), on: id, at: location) { _ in true }
  }

  /// Raised where the run may not delete.
  package var refusal: EffectFailure {
    EffectFailure(
      .usage, "\(signature): this run may not delete; pass --allow-delete", location: location)
  }
}
