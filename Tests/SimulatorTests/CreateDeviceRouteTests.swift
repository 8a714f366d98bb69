import QubitroModel
import Simulator
import TestSupport
import Testing

struct CreateDeviceRouteTests {
  @Test(arguments: [
    "", "[]", "{}", #"{"name":"a","source":"lora"}"#, #"{"name":1,"source":"mqtt"}"#,
    #"{"name":"a","source":"mqtt","tags":"x"}"#,
  ])
  func `a body that breaks the rules is a 400 with an explanation`(body: String) async throws {
    try await RunningSimulator.run { simulator in
      let answer = try await simulator.client.create(body)
      #expect(answer.status == 400)
      #expect(answer.json.contains(#""success":false"#))
      #expect(!answer.json.contains(#""message":"""#))
      #expect(await simulator.world.devices.isEmpty)
    }
  }

  @Test func `a body that cannot be read is told to those alone who may create`() async throws {
    try await RunningSimulator.run { simulator async throws in
      var client = simulator.client
      client.key = "QB_another_key"
      #expect(try await client.create("[").status == 401)
    }
  }

  @Test func `creates beyond the rate are 429 with the seconds to wait, and make nothing`()
    async throws
  {
    var settings = WorldSettings()
    settings.rateLimit = 2
    settings.elapsed = { .zero }
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      for status in [201, 201, 429, 429] {
        let answer = try await simulator.client.create()
        #expect(answer.status == status)
        #expect(answer.headers["retry-after"] == (status == 429 ? "1" : nil))
      }
      #expect(await simulator.world.devices.count == 2)
      #expect(await simulator.world.createRequests == 4)
      #expect(try await simulator.client.get(RawClient.devices).status == 200)
    }
  }

  @Test func `a new device can report at once, and was still never seen in its own answer`()
    async throws
  {
    var settings = WorldSettings()
    settings.readingsPerDevice = 2
    settings.now = { Timestamp(seconds: 60) }
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator async throws in
      #expect(
        try await simulator.client.create().json.contains(#""last_seen":"0001-01-01T00:00:00Z""#))
      #expect(
        try await simulator.client.get(RawClient.devices).json.contains(
          #""last_seen":"1970-01-01T00:01:00Z""#))
    }
  }
}
