import TestSupport

/// What each endpoint is answered with, written out for each generation.
enum ExpectedAnswers {
  static let device =
    #"{"name":"n","description":"d","source":"mqtt","tags":["t"],"metadata":{"k":"v"}}"#

  private static let devices = RawClient.devices
  private static let plain = """
    "avatar":"https://static.qubitro.com/portal/device/avatar/default.png","brand":"Custom",\
    "description":"d","id":"ID","model":"Custom","name":"n"
    """
  private static let silent = #""last_seen":"0001-01-01T00:00:00Z""#
  private static let tagged = #""tags":["t"],"metadata":{"k":"v"}"#
  private static let newest = plain.replacing("static.", with: "cdn.") + #","source":"mqtt""#
  private static let credentialsB =
    #""device_credentials":{"device_id":"ID","device_token":"TOKEN"}"#
  private static let credentialsC = #""device_credentials":{"username":"ID","password":"TOKEN"}"#

  private static func wrapped(
    _ action: String, _ status: Int, _ message: String, _ data: String? = nil
  ) -> String {
    let data = data.map { #","data":\#($0)"# } ?? ""
    return #"{"success":\#(status < 300),"action":"\#(action)","status":\#(status),"#
      + #""message":"\#(message)"\#(data)}"#
  }

  private static func answered(
    _ method: String, _ path: String, with body: String = "", _ status: Int, _ action: String,
    _ message: String, a: String,
    b: String,
    c: String
  ) -> ShapeTests.Row {
    .init(
      method: method, path: path, body: body, status: status,
      a: wrapped(action, status, message, a),
      b: wrapped(action, status, message, b), c: c)
  }

  private static func done(_ path: String, _ action: String, _ message: String) -> ShapeTests.Row {
    let old = wrapped(action, 200, message)
    return .init(
      method: "DELETE", path: path, status: 200, a: old, b: old,
      c: #"{"success":true,"action":"\#(action)","message":"\#(message)"}"#)
  }

  private static func refused(
    _ method: String, _ path: String, with body: String = "", key: String? = RunningSimulator.key,
    _ status: Int, _ action: String,
    _ code: String, _ message: String, details: String? = nil
  ) -> ShapeTests.Row {
    let old = wrapped(action, status, details ?? message)
    let details = details.map { #","details":"\#($0)""# } ?? ""
    return .init(
      method: method, path: path, body: body, key: key, status: status, a: old, b: old,
      c: #"{"success":false,"action":"\#(action)","message":"\#(message)","#
        + #""code":"\#(code)"\#(details)}"#)
  }

  private static let missing = "The requested resource could not be found."
  private static let unauthorized = "Authentication failed or was not provided."

  static let rows: [ShapeTests.Row] = [
    answered(
      "POST", devices, with: device, 201, "create device", "Device created successfully.",
      a: #"{\#(plain),\#(silent),"tags":["t"],"#
        + #""metadata":{"device_id":"ID","device_token":"TOKEN"}}"#,
      b: "{\(plain),\(silent),\(tagged),\(credentialsB)}",
      c: "{\(newest),\(silent),\(tagged),\(credentialsC)}"),
    answered(
      "GET", devices, 200, "list devices", "Devices listed successfully.",
      a: "[{\(plain),\(silent)}]", b: "[{\(plain),\(silent),\(tagged)}]",
      c: "[{\(newest),\(silent),\(tagged)}]"),
    answered(
      "GET", devices + "?metadata=k:other", 200, "list devices", "Devices listed successfully.",
      a: "[{\(plain),\(silent)}]", b: "[{\(plain),\(silent),\(tagged)}]", c: "[]"),
    answered(
      "GET", devices + "/ID", 200, "get device", "Device found.",
      a: "{\(plain),\(silent)}", b: "{\(plain),\(silent),\(tagged),\(credentialsB)}",
      c: "{\(newest),\(silent),\(tagged),\(credentialsC)}"),
    done(devices + "/ID", "delete device", "Device deleted successfully."),
    answered(
      "GET", devices + "/ID/data?page=1&limit=10&range=all&keys=humidity", 200, "get device data",
      "Data found.",
      a: #"[{"time":"1970-01-01T00:00:00Z","humidity":1}]"#,
      b: #"[{"time":"1970-01-01T00:00:00Z","humidity":1}]"#,
      c: #"[{"time":"1970-01-01T00:00:00Z","humidity":1}]"#),
    answered(
      "GET", devices + "/ID/data/keys", 200, "get device data keys", "Keys found.",
      a: #"["humidity","temperature"]"#, b: #"["humidity","temperature"]"#,
      c: #"["humidity","temperature"]"#),
    done(devices + "/ID/data", "delete device data", "Data deleted successfully."),
    answered(
      "GET", "/v2/projects", 200, "list projects", "Projects listed successfully.",
      a: #"[{"id":"PROJECT","name":"PROJECT","description":"","tags":[]}]"#,
      b: #"[{"id":"PROJECT","name":"PROJECT","description":"","tags":[]}]"#,
      c: #"[{"id":"PROJECT","name":"PROJECT","description":"","tags":[]}]"#),
    answered(
      "GET", "/v2/projects/\(RunningSimulator.project)", 200, "get project", "Project found.",
      a: #"{"id":"PROJECT","name":"PROJECT","description":"","tags":[]}"#,
      b: #"{"id":"PROJECT","name":"PROJECT","description":"","tags":[]}"#,
      c: #"{"id":"PROJECT","name":"PROJECT","description":"","tags":[]}"#),
    answered(
      "POST", "/v2/projects", with: #"{"name":"N","description":"D","tags":["x"]}"#, 201,
      "create project",
      "Project created successfully.",
      a: #"{"id":"PROJECT","name":"N","description":"D","tags":["x"]}"#,
      b: #"{"id":"PROJECT","name":"N","description":"D","tags":["x"]}"#,
      c: #"{"id":"PROJECT","name":"N","description":"D","tags":["x"]}"#),
    done(
      "/v2/projects/\(RunningSimulator.project)", "delete project",
      "Project deleted successfully."),
    refused("GET", devices, key: nil, 401, "list devices", "unauthorized", unauthorized),
    refused(
      "POST", devices, with: device, key: "QB_another_key", 401, "create device", "unauthorized",
      unauthorized),
    refused("GET", "/v2/projects/none/devices", 404, "list devices", "not_found", missing),
    refused(
      "POST", "/v2/projects/none/devices", with: device, 404, "create device", "not_found",
      missing),
    refused("GET", devices + "/none", 404, "get device", "not_found", missing),
    refused("DELETE", devices + "/none", 404, "delete device", "not_found", missing),
    refused("GET", "/v2/projects/none", 404, "get project", "not_found", missing),
    refused("GET", "/v2/nothing", 404, "unknown", "not_found", missing),
    refused(
      "POST", devices, with: "{}", 400, "create device", "invalid_request",
      "The request is not valid.", details: "name is required"
    ),
    refused(
      "POST", "/v2/projects", with: "[", 400, "create project", "invalid_request",
      "The request is not valid.",
      details: "the body is not a JSON object with the documented fields"),
    refused(
      "GET", devices + "/ID/data?page=x", 400, "get device data", "invalid_request",
      "The request is not valid.",
      details: "page is a whole number"),
  ]
}
