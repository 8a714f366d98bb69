import Effects
import QubitroClient

/// `qubitro.read_data{...}`: what a device has sent.
struct ReadData: Binding {
  static let signature = Signature(
    "qubitro.read_data", "Returns what a device has sent, newest first.", style: .fields,
    parameters: [
      Parameter("id", .text, required: true, "the device's id"),
      Parameter("project", .text, "the project's id; the run's when left out"),
      Parameter("page", .integer, "from 1; 1 when left out"),
      Parameter("limit", .integer, "how many to a page, at most 1000; 100 when left out"),
      Parameter(
        "range", .choice(["all", "time", "last"]), "all when left out; time needs start and end"),
      Parameter("start", .text, "for range time: ISO 8601, UTC"),
      Parameter("end", .text, "for range time: ISO 8601, UTC"),
      Parameter("keys", .list(of: .text), "only these fields of the data"),
    ])

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, arguments, at: location) { client, project in
      let id = arguments["id"].text ?? ""
      var query: [(name: String, value: String)] = [
        ("page", String(arguments["page"].integer ?? 1)),
        ("limit", String(arguments["limit"].integer ?? 100)),
        ("range", arguments["range"].text ?? "all"),
      ]
      for name in ["start", "end"] {
        if let text = arguments[name].text { query.append((name, text)) }
      }
      let keys = (arguments["keys"].elements ?? []).compactMap(\.text)
      if !keys.isEmpty { query.append(("keys", keys.joined(separator: ","))) }
      return await client.data(of: id, in: project, query).reply(
        to: signature, on: id, at: location)
    }
  }
}
