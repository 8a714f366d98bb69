import Effects
import QubitroClient

/// `qubitro.read_data` and `qubitro.data_keys`: the data that devices have sent.
enum DataFunctions {
  static let bindings = [readData, dataKeys]

  private static let id = Parameter("id", .text, required: true, "the device's id")
  private static let project = Parameter(
    "project", .text, "the project's id; the run's when left out")

  private static let readData = Binding(
    Signature(
      "qubitro.read_data", "Returns what a device has sent, newest first.", .api(.reads),
      style: .fields,
      parameters: [
        id, project,
        Parameter("page", .integer, "from 1; 1 when left out"),
        Parameter("limit", .integer, "how many to a page, at most 1000; 100 when left out"),
        Parameter(
          "range", .choice(["all", "time", "last"]),
          "all when left out; time needs start and end"),
        Parameter("start", .text, "for range time: ISO 8601, UTC"),
        Parameter("end", .text, "for range time: ISO 8601, UTC"),
        Parameter("keys", .list(of: .text), "only these fields of the data"),
      ])
  ) { call in
    await call.askInProject { client, project in
      call.reply(await client.data(of: call.id, in: project, query(call.arguments)), on: call.id)
    }
  }

  private static func query(_ arguments: Value) -> [(name: String, value: String)] {
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
    return query
  }

  private static let dataKeys = Binding(
    Signature(
      "qubitro.data_keys", "Returns the names of the fields that a device's data have.",
      .api(.reads), style: .fields, parameters: [id, project])
  ) { call in
    await call.askInProject { client, project in
      call.reply(await client.dataKeys(of: call.id, in: project), on: call.id)
    }
  }
}
