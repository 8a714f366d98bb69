import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

struct StateFileTests {
  private func model() -> QubitroModel {
    QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: ModelKey()], seed: 5)
  }

  @Test func `what was created is there after a restart, and what comes next is new`() async throws
  {
    let folder = try TemporaryDirectory()
    let file = StateFile(folder.file("state.json"))
    var settings = WorldSettings()
    settings.stateFile = file
    settings.readingsPerDevice = 1
    settings.now = { Timestamp(seconds: 0) }
    let before = try await RunningSimulator.run(World(model(), settings: settings)) { simulator in
      _ = try await simulator.client.create()
      _ = try await simulator.client.post("/v2/projects", #"{"name":"second"}"#)
      return (devices: await simulator.world.devices, projects: await simulator.world.projects)
    }
    var restarted = model()
    restarted.restore(try #require(try file.read()))
    try await RunningSimulator.run(World(restarted, settings: settings)) { simulator async throws in
      #expect(await simulator.world.devices == before.devices)
      #expect(await simulator.world.projects == before.projects)
      let data = RawClient.devices + "/\(before.devices[0].id)/data"
      #expect(try await simulator.client.get(data).json.contains("1970-01-01T00:00:00Z"))
      #expect(try await simulator.client.create().status == 201)
      #expect(await simulator.world.devices.last?.id != before.devices[0].id)
      #expect(try file.read()?.devices.count == 2)
    }
  }

  @Test func `a change that cannot be written is not made`() async throws {
    let folder = try TemporaryDirectory()
    var settings = WorldSettings()
    settings.stateFile = StateFile(folder.file("missing/state.json"))
    try await RunningSimulator.run(World(model(), settings: settings)) { simulator async throws in
      #expect(try await simulator.client.create().status == 500)
      #expect(await simulator.world.devices.isEmpty)
    }
  }

  @Test func `no file is nothing, and a file of another kind is an error`() throws {
    let folder = try TemporaryDirectory()
    #expect(try StateFile(folder.file("none.json")).read() == nil)
    let path = try folder.write("{", to: "state.json")
    let error = #expect(throws: StateFile.Unusable.self) { try StateFile(path).read() }
    #expect(error?.description.hasPrefix("the state file \(path) cannot be used: ") == true)
  }
}
