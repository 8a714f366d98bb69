import QubitroModel
import Simulator
import TestSupport
import Testing

struct JournalTests {
  @Test func `requests to the API are written down, with no more of the key than its end`()
    async throws
  {
    var settings = WorldSettings()
    settings.elapsed = { .milliseconds(1500) }
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      await simulator.world.inject([.dropAfterCreate])
      var client = simulator.client
      client.keepsAlive = true
      _ = try await client.create()
      client.keepsAlive = false
      client.key = "short"
      _ = try await client.get(RawClient.devices + "?metadata=k:v")
      let journal = try await client.get("/_sim/journal")
      #expect(
        journal.json
          == RawClient.sorted(
            """
            {"requests":[\
            {"number":1,"method":"POST","path":"\(RawClient.devices)","key":"6789",\
            "milliseconds":1500,"created":true,"fault":"drop_after_create"},\
            {"number":2,"method":"GET","path":"\(RawClient.devices)?metadata=k:v",\
            "milliseconds":1500,"status":401,"created":false}]}
            """))
    }
  }

  @Test func `it keeps the newest`() async throws {
    var settings = WorldSettings()
    settings.journalLength = 3
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      for _ in 0..<10 { _ = try await simulator.client.get("/v2/projects") }
      let entries = await simulator.world.requests
      #expect(entries.map(\.number) == [8, 9, 10])
      #expect(entries.allSatisfy { $0.status == 200 })
    }
  }
}
