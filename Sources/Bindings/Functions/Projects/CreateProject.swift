import Effects
import JSONCodec
import QubitroClient

/// `qubitro.create_project{...}`: a new project at each call.
struct CreateProject: Binding {
  static let signature = Signature(
    "qubitro.create_project", "Creates a project; unlike a device, each call makes one.",
    style: .fields,
    parameters: [
      Parameter("name", .text, required: true, "the project's name"),
      Parameter("description", .text, "a brief description; the name when left out"),
      Parameter("tags", .list(of: .text), "labels; may be empty"),
    ])

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, at: location) { client in
      let name = arguments["name"].text ?? ""
      let fields: [String: JSON] = [
        "name": .string(name), "description": .string(arguments["description"].text ?? name),
        "tags": .array((arguments["tags"].elements ?? []).compactMap(\.text).map(JSON.string)),
      ]
      return await client.createProject(fields).reply(to: signature, on: name, at: location)
    }
  }
}
