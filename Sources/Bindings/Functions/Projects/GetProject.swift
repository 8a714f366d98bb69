import Effects
import QubitroClient

/// `qubitro.get_project(id)`: one project.
struct GetProject: Binding {
  static let signature = Signature(
    "qubitro.get_project", "Returns one project.",
    parameters: [Parameter("id", .text, "the project's id; the run's when left out")]
  )

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, .map(["project": arguments["id"]]), at: location) { client, project in
      await client.project(project).reply(to: signature, on: project, at: location)
    }
  }
}
