import Effects
import QubitroClient

/// `qubitro.data_keys{...}`: which fields its data have.
struct DataKeys: Binding {
  static let signature = Signature(
    "qubitro.data_keys", "Returns the names of the fields that a device's data have.",
    style: .fields,
    parameters: [
      Parameter("id", .text, required: true, "the device's id"),
      Parameter("project", .text, "the project's id; the run's when left out"),
    ])

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, arguments, at: location) { client, project in
      let id = arguments["id"].text ?? ""
      return await client.dataKeys(of: id, in: project).reply(to: signature, on: id, at: location)
    }
  }
}
