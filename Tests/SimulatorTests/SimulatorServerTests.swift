import QubitroModel
import Simulator
import TestSupport
import Testing

struct SimulatorServerTests {
  @Test func `it speaks TLS to a client that trusts its authority`() async throws {
    let identity = try TLSIdentity()
    try await RunningSimulator.run(as: identity) { simulator in
      var client = simulator.client
      client.authority = identity.authority
      #expect(try await client.create().status == 201)
      client.authority = try TLSIdentity().authority
      await #expect(throws: (any Error).self) { try await client.create() }
      #expect(await simulator.world.createRequests == 1)
    }
  }

  @Test func `keys reach what they may reach, over HTTP too`() async throws {
    let project = RunningSimulator.project
    let keys: [String: ModelKey] = [
      "QB_reader_key": ModelKey(rights: [.read]),
      "QB_scoped_key": ModelKey(projects: ["project-2"]),
    ]
    let model = QubitroModel(projects: [project, "project-2"], keys: keys)
    try await RunningSimulator.run(World(model)) { simulator in
      var client = simulator.client
      client.key = "QB_reader_key"
      #expect(try await client.create().status == 403)
      #expect(try await client.get(RawClient.devices).status == 200)
      client.key = "QB_scoped_key"
      #expect(try await client.create().status == 403)
      let projects = try await client.get("/v2/projects")
      #expect(projects.json.contains("project-2"))
      #expect(!projects.json.contains("project-1"))
    }
  }
}
