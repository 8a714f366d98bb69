import Effects
import JSONCodec
import QubitroClient

/// `qubitro.request{...}`: any request that has no function of its own.
enum RequestFunction {
  /// The consequence of a call depends on its method: only GET reads.
  static let binding = Binding(
    Signature(
      "qubitro.request", "Sends any other request below the base URL and returns its answer.",
      .api(.writes), style: .fields,
      parameters: [
        Parameter(
          "method", .choice(HTTPRequest.Method.allCases.map(\.rawValue)), "GET when left out"),
        Parameter(
          "path", .text, required: true, "from the base URL on, as in /v2/dashboards"),
        Parameter("query", .map, "parameters of the query"),
        Parameter("body", .any, "sent as JSON"),
      ]),
    consequenceOfCall: { .api(($0["method"].text ?? "GET") == "GET" ? .reads : .writes) }
  ) { call in
    await call.ask { client in
      do throws(EffectFailure) {
        let request = try request(of: call)
        return call.reply(
          call.api.maskTokens(in: await client.perform(request)),
          on: "\(request.method.rawValue) \(request.path)")
      } catch {
        return error.reply
      }
    }
  }

  private static func request(of call: Call) throws(EffectFailure) -> RawRequest {
    let path = call.arguments["path"].text ?? ""
    let method = call.arguments["method"].text.flatMap(HTTPRequest.Method.init) ?? .get
    let query = try query(of: call)
    try refuseChangesPastLedger(method, path, call)
    let body = try body(of: call)
    do throws(QubitroError) {
      return try RawRequest(method, path: path, query: query, body: body)
    } catch {
      throw call.usageError(error.description)
    }
  }

  private static func query(of call: Call) throws(EffectFailure) -> [String: String] {
    var query: [String: String] = [:]
    for (name, value) in call.arguments["query"].fields ?? [:] {
      guard let name = name.text, let text = value.text ?? value.integer.map({ String($0) }) else {
        throw call.usageError("query holds strings and integers")
      }
      query[name] = text
    }
    return query
  }

  private static func body(of call: Call) throws(EffectFailure) -> JSON? {
    guard call.arguments["body"] != .null else { return nil }
    guard let json = JSON(call.arguments["body"]) else {
      throw call.usageError("body holds text that is not UTF-8, or a number that JSON has not")
    }
    return json
  }

  /// Refuses what the ledger has to know, since there are functions of their own for that.
  private static func refuseChangesPastLedger(
    _ method: HTTPRequest.Method, _ path: String, _ call: Call
  ) throws(EffectFailure) {
    if method == .post, createsDevice(path) {
      throw call.usageError(
        "devices are made by qubitro.create_device, which makes each of them once")
    }
    guard method == .delete else { return }
    if deletesDevices(path) {
      throw call.usageError(
        "devices and projects are deleted by qubitro.delete_device and qubitro.delete_project, "
          + "which the ledger follows")
    }
    guard call.api.mayDelete else {
      throw call.usageError("this run may not delete; pass --allow-delete")
    }
  }

  /// Whether a DELETE of the path deletes devices: `/v2/projects/ID` or
  /// `/v2/projects/ID/devices/ID`.
  private static func deletesDevices(_ path: String) -> Bool {
    let segments = path.split(separator: "/")
    return segments.count >= 2 && segments[1] == "projects"
      && (segments.count <= 3 || (segments[3] == "devices" && segments.count <= 5))
  }

  /// Whether a POST to the path creates a device: `/v2/projects/ID/devices`.
  private static func createsDevice(_ path: String) -> Bool {
    let segments = path.split(separator: "/")
    return segments.count == 4 && segments[1] == "projects" && segments[3] == "devices"
  }
}
