import Settings
import Simulator
import TestSupport
import Testing

/// A device that differs from what the script now asks for is reported, and not made again.
struct KnownDeviceStageTests {
  private static let first = """
    qubitro.create_device {
      key = "k", name = "n", description = "old", source = "mqtt", tags = { "x" }, model = "Custom",
    }
    qubitro.create_device { key = "same", name = "s", source = "mqtt" }
    """
  private static let second = """
    local d = qubitro.create_device {
      key = "k", name = "n", description = "new", source = "mqtt", tags = { "y" }, brand = "B",
    }
    print(d.created)
    qubitro.create_device { key = "same", name = "s", source = "mqtt", brand = "Custom" }
    """

  @Test(arguments: [Shape.a, .b, .c])
  func `another description, brand or tags is drift, reported once, with exit status 0`(
    shape: Shape
  )
    async throws
  {
    let host = try ScriptHost(shape)
    try await host.run { simulator in
      #expect(try await host.execute(Self.first, against: simulator).exitStatus == 0)
      let run = try await host.execute(Self.second, against: simulator) { $0.verbosity = .normal }
      #expect((run.exitStatus, run.output) == (0, "false\n"))
      #expect(
        run.error.contains("drift: the script now has another description, brand, tags"),
        "\(run.error)")
      #expect(!run.error.contains("unchanged   s"), "a default that is spelled out is no drift")
      let again = try await host.execute(Self.second, against: simulator) { $0.verbosity = .normal }
      #expect((again.exitStatus, again.error) == (0, ""))
      let plan = try await host.execute(Self.second, against: simulator) {
        $0.mode = .plan
        $0.isJSON = true
      }
      #expect(plan.output.contains(#""drift":["description","brand","tags"]"#), "\(plan.output)")
      #expect(
        plan.output.contains(
          #""drift":1,"actions":{"unchanged":1,"create":0,"retry":0,"drift":1,"#), "\(plan.output)")
      #expect(plan.exitStatus == 0)
      #expect(await simulator.world.createRequests == 2)
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test
  func
    `an open problem keeps its exit status in silence, and is reported with what else goes wrong`()
    async throws
  {
    try await SettlingWorld.run(.a) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 1)
      let told = try await world.run("lost") { $0.verbosity = .normal }
      #expect(told.exitStatus == 3 && told.error.contains("'lost'"), "\(told.error)")
      let silent = try await world.run("lost") { $0.verbosity = .normal }
      #expect((silent.exitStatus, silent.error) == (3, ""))
      let again = try await world.run("lost", "") { $0.verbosity = .normal }
      #expect(
        again.error.contains("must not be empty") && again.error.contains("and 1 as told before"),
        "\(again.error)")
    }
  }
}
