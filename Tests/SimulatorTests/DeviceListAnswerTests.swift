import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

struct DeviceListAnswerTests {
  private func names(in json: Any?) -> [String] {
    (json as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  @Test(arguments: Shape.allCases, [0, 1, 499, 500, 501, 1000, 1001])
  func `a list is whole and in order, in however many pieces it comes`(shape: Shape, count: Int)
    async throws
  {
    var settings = WorldSettings()
    settings.shape = shape
    let world = World(try DevicesFixture.model(count, rules: shape.rules), settings: settings)
    try await RunningSimulator.run(world) { simulator in
      let answer = try await simulator.client.get(RawClient.devices)
      #expect(answer.isWhole)
      #expect((answer.headers["content-length"] == nil) == (count > 500))
      let json = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
      #expect(
        names(in: shape == .c ? json : (json as? [String: Any])?["data"])
          == (0..<count).map(String.init))
      let everything = try await simulator.client.get("/_sim/devices")
      let all = try JSONSerialization.jsonObject(with: Data(everything.body.utf8)) as? [String: Any]
      #expect(names(in: all?["devices"]) == (0..<count).map(String.init))
      #expect(all?["create_requests"] as? Int == 0)
    }
  }

  @Test func `a text comes back as it was, whatever is in it`() async throws {
    let text = "\"quoted\" \\ / \u{0}\u{1}\n\t\u{1F}\u{7F} ä \u{2028} 😀"
    let request = try JSONSerialization.data(withJSONObject: [
      "name": text, "description": "d", "source": "mqtt",
    ])
    try await RunningSimulator.run { simulator in
      let made = try await simulator.client.create(String(decoding: request, as: UTF8.self))
      #expect(made.status == 201)
      for body in [made.body, try await simulator.client.get("/_sim/devices").body] {
        let json = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        let device = json?["data"] ?? (json?["devices"] as? [Any])?.first
        #expect((device as? [String: Any])?["name"] as? String == text)
      }
    }
  }
}
