import Effects
import QubitroClient

/// `qubitro.get_device{...}`: one device, with its credentials where the API gives them.
struct GetDevice: Binding {
  static let signature = Signature(
    "qubitro.get_device", "Returns one device; with its credentials where the API gives them.",
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
      let outcome = api.maskTokens(in: await client.device(id, in: project))
      if case .done(let json) = outcome, Device(json) == nil {
        return CallOutcome.unknown(.init(message: "the answer is no device")).reply(
          to: signature, on: id, at: location)
      }
      return outcome.reply(to: signature, on: id, at: location) { Device($0)?.value() ?? .null }
    }
  }
}
