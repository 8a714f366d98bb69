import Foundation
import QubitroClient
import QubitroModel
import Simulator
import TestSupport
import Testing

struct SimulatorServerTests {
  /// Sends raw bodies; the client's own encoder would never make these.
  private func post(_ body: String, to simulator: RunningSimulator) async throws -> HTTPResponse {
    let transport = HTTPTransport(key: try APIKey(RunningSimulator.key), userAgent: "test")
    let url = simulator.baseURL + "/v2/projects/\(RunningSimulator.project)/devices"
    let exchange = await transport.send(HTTPRequest(.post, url, body: Array(body.utf8)))
    await transport.close()
    guard case .answered(let response) = exchange else { throw CancellationError() }
    return response
  }

  @Test func `a create is answered as published`() async throws {
    try await RunningSimulator.run { simulator in
      let response = try await post(#"{"name":"a","description":"b","source":"http","tags":["x"]}"#, to: simulator)
      let device = try #require(await simulator.world.devices.first)
      #expect(response.status == 201)
      #expect(
        JSON(response.body)
          == .object([
            "success": .boolean(true), "action": .string("create device"), "status": .integer(201),
            "message": .string("Device created successfully."),
            "data": .object([
              "id": .string(device.id), "name": .string("a"), "description": .string("b"), "brand": .string("Custom"),
              "model": .string("Custom"), "avatar": .string("https://static.qubitro.com/portal/device/avatar/default.png"),
              "last_seen": .string("0001-01-01T00:00:00Z"), "tags": .array([.string("x")]),
              "metadata": .object(["device_id": .string(device.id), "device_token": .string(device.token)]),
            ]),
          ]))
    }
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"name":"a","source":"lora"}"#, #"{"name":1,"source":"mqtt"}"#, #"{"name":"a","source":"mqtt","tags":"x"}"#,
  ])
  func `a body that breaks the rules is a 400 with an explanation`(body: String) async throws {
    try await RunningSimulator.run { simulator in
      let response = try await post(body, to: simulator)
      #expect(response.status == 400)
      #expect(JSON(response.body)?["success"] == .boolean(false))
      #expect(JSON(response.body)?["message"]?.string?.isEmpty == false)
      #expect(await simulator.world.devices.isEmpty)
    }
  }
}
