import JSONCodec
import QubitroClient
import Testing

struct CreateOutcomeTests {
  private static let published = """
    {"success":true,"action":"create device","status":201,"message":"Device created successfully.",\
    "data":{"id":"d-1","name":"a","description":"b","brand":"Custom","model":"Custom",\
    "avatar":"https://static/default.png","last_seen":"0001-01-01T00:00:00Z",\
    "tags":["x"],"metadata":{"device_id":"d-1","device_token":"t-1"}}}
    """

  private func outcome(_ status: Int, _ body: String = "{}") -> CreateOutcome {
    CreateOutcome(.answered(HTTPResponse(status: status, body: Array(body.utf8))))
  }

  @Test func `the published answer is a device with its credentials`() throws {
    for status in [200, 201] {
      guard case .created(let device) = outcome(status, Self.published) else {
        Issue.record("not created")
        continue
      }
      #expect(device.id == "d-1")
      #expect(device.name == "a")
      #expect(device.credentials == DeviceCredentials(deviceID: "d-1", token: "t-1"))
      #expect(device.fields["avatar"] == .string("https://static/default.png"))
    }
  }

  @Test(arguments: [
    #"{"success":true,"data":{"id":"d","device_credentials":{"device_id":"d","device_token":"t"},"#
      + #""metadata":{"site":"x"}}}"#,
    #"{"id":"d","device_credentials":{"username":"d","password":"t"}}"#,
    #"{"id":"d","device_credentials":{"token":"t"}}"#,
    #"{"metadata":{"device_id":"d","device_token":"t"}}"#,
  ])
  func `the credentials are found wherever a description puts them`(body: String) {
    guard case .created(let device) = outcome(201, body) else {
      Issue.record("not created: \(body)")
      return
    }
    #expect(device.credentials == DeviceCredentials(deviceID: "d", token: "t"))
  }

  @Test(arguments: [
    "", "created", "[]", "{}", #"{"success":true,"data":{"id":"d","metadata":{"device_id":"d"}}}"#,
  ])
  func `a success without usable credentials is created all the same`(body: String) {
    guard case .createdWithoutCredentials = outcome(201, body) else {
      Issue.record("\(outcome(201, body))")
      return
    }
  }

  @Test func `every status has its class`() {
    for status in 100...599 {
      switch (status, outcome(status)) {
      case (200...299, .createdWithoutCredentials), (300...399, .runStopping(.redirected, _)),
        (401, .runStopping(.keyRefused, _)), (403, .runStopping(.keyRefused, _)),
        (402, .runStopping(.accountOverdue, _)),
        (404, .runStopping(.wrongProject, _)), (429, .refusedForNow), (408, .unknown),
        (409, .unknown),
        (500...599, .unknown), (100...199, .unknown):
        break
      case (400...499, .rejected) where ![401, 402, 403, 404, 408, 409, 429].contains(status):
        break
      case (_, let outcome):
        Issue.record("\(status) is \(outcome)")
      }
    }
  }

  @Test func `what was not sent is proof of nothing created, what was lost is not`() {
    #expect(CreateOutcome(.notSent(reason: "r")) == .notSent(reason: "r"))
    #expect(CreateOutcome(.lost(reason: "r")) == .unknown(.init(message: "r")))
  }

  @Test(arguments: [
    (#"{"success":false,"message":"name is required"}"#, "name is required"),
    (#"{"message":"bad","details":"tag 3"}"#, "bad; tag 3"),
    ("<html>gateway</html>", "an HTML page, probably from a proxy"),
    ("", "no explanation"), ("{}", "no explanation that can be read"),
    (#"{"message":"a\nb"}"#, "a b"),
  ])
  func `a refusal is quoted in the API's own words where it has any`(body: String, message: String)
  {
    #expect(outcome(400, body) == .rejected(.init(status: 400, message: message)))
  }
}
