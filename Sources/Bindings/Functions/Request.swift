import Effects
import JSONCodec
import QubitroClient

/// `qubitro.request{...}`: any other call, so that a team can add what is not here.
struct Request: Binding {
  static let signature = Signature(
    "qubitro.request", "Sends any other request below the base URL and returns its answer.",
    style: .fields,
    parameters: [
      Parameter(
        "method", .choice(HTTPRequest.Method.allCases.map(\.rawValue)), "GET when left out"),
      Parameter("path", .text, required: true, "from the base URL on, as in /v2/dashboards"),
      Parameter("query", .map, "parameters of the query"),
      Parameter("body", .any, "sent as JSON"),
    ])

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, at: location) { client in
      do throws(EffectFailure) {
        let request = try request(arguments, at: location)
        return api.maskTokens(in: await client.perform(request)).reply(
          to: signature, on: "\(request.method.rawValue) \(request.path)", at: location)
      } catch {
        return error.reply
      }
    }
  }

  private func request(_ arguments: Value, at location: String?) throws(EffectFailure) -> RawRequest
  {
    func wrong(_ reason: String) -> EffectFailure {
      EffectFailure(.usage, "\(signature.name): \(reason)", location: location)
    }
    var query: [String: String] = [:]
    for (name, value) in arguments["query"].fields ?? [:] {
      guard let name = name.text, let text = value.text ?? value.integer.map({ String($0) }) else {
        throw wrong("query holds strings and integers")
      }
      query[name] = text
    }
    let method = arguments["method"].text.flatMap(HTTPRequest.Method.init) ?? .get
    if method == .post, Self.createsDevice(arguments["path"].text ?? "") {
      throw wrong("devices are made by qubitro.create_device, which makes each of them once")
    }
    if method == .delete {
      if Self.deletesWhatTheLedgerKnows(arguments["path"].text ?? "") {
        throw wrong(
          "devices and projects are deleted by qubitro.delete_device and qubitro.delete_project, which the ledger follows"
        )
      }
      guard api.mayDelete else { throw wrong("this run may not delete; pass --allow-delete") }
    }
    var body: JSON?
    if arguments["body"] != .null {
      guard let json = JSON(arguments["body"]) else {
        throw wrong("body holds text that is not UTF-8, or a number that JSON has not")
      }
      body = json
    }
    do throws(QubitroError) {
      return try RawRequest(method, path: arguments["path"].text ?? "", query: query, body: body)
    } catch {
      throw wrong(error.description)
    }
  }

  /// `/v2/projects/ID` and `/v2/projects/ID/devices/ID`.
  private static func deletesWhatTheLedgerKnows(_ path: String) -> Bool {
    let segments = path.split(separator: "/")
    return segments.count >= 2 && segments[1] == "projects"
      && (segments.count <= 3 || (segments[3] == "devices" && segments.count <= 5))
  }

  /// `/v2/projects/ID/devices`: past the ledger a device could be made twice.
  private static func createsDevice(_ path: String) -> Bool {
    let segments = path.split(separator: "/")
    return segments.count == 4 && segments[1] == "projects" && segments[3] == "devices"
  }
}
