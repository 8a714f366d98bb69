import QubitroModel
import Simulator
import TestSupport
import Testing

struct ControlRoutesTests {
  @Test func `every device is shown with its token, and creates are counted`() async throws {
    try await RunningSimulator.run { simulator in
      _ = try await simulator.client.create(
        #"{"name":"a","description":"d","source":"mqtt","tags":["t"]}"#)
      _ = try await simulator.client.create("{}")
      let made = try #require(await simulator.world.devices.first)
      #expect(
        try await simulator.client.get("/_sim/devices").json
          == RawClient.sorted(
            """
            {"create_requests":2,"devices":[{"id":"\(made.id)","project":"project-1",\
            "name":"a","description":"d","source":"mqtt","tags":["t"],\
            "brand":"Custom","model":"Custom","token":"\(made.token)"}]}
            """))
    }
  }

  @Test func `faults are queued by name, and an unknown name queues none`() async throws {
    try await RunningSimulator.run { simulator async throws in
      #expect(
        try await simulator.client.post("/_sim/faults", #"{"faults":["409","nonsense"]}"#).status
          == 400)
      #expect(try await simulator.client.create().status == 201)
      #expect(
        try await simulator.client.post("/_sim/faults", #"{"faults":["none","409"]}"#).status == 204
      )
      #expect(try await simulator.client.create().status == 201)
      #expect(try await simulator.client.create().status == 409)
    }
  }

  @Test func `a device reports when it is told to`() async throws {
    try await RunningSimulator.run { simulator in
      _ = try await simulator.client.create()
      let id = try #require(await simulator.world.devices.first?.id)
      #expect(
        try await simulator.client.post("/_sim/report", #"{"device":"\#(id)","count":3}"#).status
          == 204)
      #expect(try await simulator.client.post("/_sim/report", #"{"device":"none"}"#).status == 404)
      let data = try await simulator.client.get(RawClient.devices + "/\(id)/data?page=1&limit=2")
      #expect(data.json.matches(of: /"time"/).count == 2)
    }
  }

  @Test func `a reset goes back to the start`() async throws {
    try await RunningSimulator.run { simulator in
      _ = try await simulator.client.create()
      await simulator.world.inject([.conflict])
      #expect(try await simulator.client.post("/_sim/reset").status == 204)
      #expect(await simulator.world.devices.isEmpty)
      #expect(await simulator.world.requests.isEmpty)
      #expect(await simulator.world.createRequests == 0)
      #expect(try await simulator.client.create().status == 201)
    }
  }
}
