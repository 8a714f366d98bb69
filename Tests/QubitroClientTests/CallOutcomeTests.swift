import JSONCodec
import QubitroClient
import Testing

struct CallOutcomeTests {
  private func outcome(_ status: Int, _ body: String = "{}") -> CallOutcome {
    CallOutcome(.answered(HTTPResponse(status: status, body: Array(body.utf8))))
  }

  @Test func `every status has its class`() {
    for status in 100...599 {
      switch (status, outcome(status)) {
      case (200...299, .done), (300...399, .refused(.redirected, _)),
        (401, .refused(.keyRefused, _)),
        (403, .refused(.keyRefused, _)),
        (402, .refused(.accountOverdue, _)), (404, .refused(.notFound, _)),
        (429, .refused(.tooManyRequests, _)), (408, .unknown),
        (500...599, .unknown), (100...199, .unknown):
        break
      case (400...499, .refused(.rejected, _))
      where ![401, 402, 403, 404, 408, 429].contains(status): break
      case (_, let outcome): Issue.record("\(status) is \(outcome)")
      }
    }
  }

  @Test(arguments: [
    (#"{"success":true,"action":"x","status":200,"data":[1]}"#, JSON.array([.integer(1)])),
    ("[1]", .array([.integer(1)])),
    (#"{"groups":[]}"#, .object(["groups": .array([])])), ("", .null),
    (#"{"success":true}"#, .object(["success": .boolean(true)])),
    (#"{"data":1}"#, .object(["data": .integer(1)])),
  ])
  func `an answer is what its body is about, wrapped or not`(body: String, answer: JSON) {
    #expect(outcome(200, body) == .done(answer))
  }

  @Test(arguments: [
    "<html>", "{", String(repeating: "[", count: 101) + String(repeating: "]", count: 101),
  ])
  func `a success that cannot be read is no answer`(body: String) {
    guard case .unknown = outcome(200, body) else {
      Issue.record("\(outcome(200, body))")
      return
    }
  }

  @Test func `what was not sent, and what was lost, say so`() {
    #expect(CallOutcome(.notSent(reason: "r")) == .notSent(reason: "r"))
    #expect(CallOutcome(.lost(reason: "r")) == .unknown(.init(message: "r")))
  }
}
