import Effects
import QubitroClient

/// `qubitro.list_projects()`: the projects that the key may see.
struct ListProjects: Binding {
  static let signature = Signature(
    "qubitro.list_projects", "Returns the projects that the key may see.")

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, at: location) { client in
      await client.projects().reply(to: signature, at: location)
    }
  }
}
