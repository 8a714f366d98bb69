import Ledger
import QubitroModel
import Settings
import Simulator
import TestSupport
import Testing

/// A run finds out from lists what became of a create whose answer was lost, and does not send it
/// again before that.
struct SettlerTests {
  private static let shapes: [Shape] = [.a, .b, .c]

  @Test(arguments: shapes)
  func `a lost create that made its device is found before the run ends`(shape: Shape) async throws
  {
    try await SettlingWorld.run(shape) { world in
      await world.simulator.world.inject([
        .error500AfterCreate, .dropAfterCreate, .unreadableBody, .missingToken,
        .conflictAfterCreate,
      ])
      let run = try await world.run("d1", "d2", "d3", "d4", "d5", "d6")
      // The oldest generation never shows a token again.
      #expect(run.exitStatus == (shape == .a ? 3 : 0), "\(run.error)")
      for name in ["d1", "d2", "d3", "d4", "d5"] {
        #expect(
          try await world.state(of: name) == (shape == .a ? .quarantined : .adopted), "\(name)")
      }
      let again = try await world.run("d1", "d2", "d3", "d4", "d5", "d6")
      #expect(again.exitStatus == run.exitStatus)
      #expect(again.output.hasSuffix("d6\tfalse\ttrue\tnil\n"))
      #expect(
        again.output.hasPrefix(
          shape == .a ? "d1\tnil\tnil\tquarantined\n" : "d1\tfalse\ttrue\tnil\n"))
      #expect(await world.simulator.world.createRequests == 6)
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `what an earlier run lost is found while the script waits for just that`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 1)
      let run = try await world.run("new", "lost")
      #expect(run.output.hasPrefix("new\ttrue\ttrue\tnil\n"))
      #expect(
        run.output.hasSuffix(
          shape == .a ? "lost\tnil\tnil\tquarantined\n" : "lost\tfalse\ttrue\tnil\n"),
        "\(run.error)")
      #expect(await world.count("lost") == 1)
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `reconcile settles without a script, and has nothing to do the next time`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.known("known", minutes: 10)
      try await world.make("lost")
      try await world.lost("lost", "absent", minutes: 20)
      let first = try await world.reconcile()
      #expect(first.exitStatus == 75, "\(first.error)")
      #expect(try await world.state(of: "lost") == (shape == .a ? .quarantined : .adopted))
      #expect(try await world.state(of: "absent") == .unknown, "nothing newer is shown")
      try await world.known("newer", minutes: 5)
      #expect(try await world.reconcile().exitStatus == 0)
      #expect(try await world.state(of: "absent") == .rejected)
      #expect(await world.simulator.world.devices.count == 3)
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `if two devices may be the lost one, a person decides, and no third is made`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.make("lost")
      let other = try await world.make("lost")
      try await world.lost("lost", minutes: 100)
      let run = try await world.run("lost")
      #expect(run.exitStatus == 3)
      #expect(run.error.contains("2 devices may be it"), "\(run.error)")
      #expect(await world.count("lost") == 2)
      // The person deletes one of them.
      try await world.delete(other)
      #expect(try await world.run("lost").exitStatus == (shape == .a ? 3 : 0))
      #expect(try await world.state(of: "lost") == (shape == .a ? .quarantined : .adopted))
      #expect(try await world.violations() == [])
    }
  }

  @Test func `a marker finds its device among equal ones`() async throws {
    for shape in [Shape.b, .c] {
      try await SettlingWorld.run(shape) { world in
        try await world.make("lost")
        let ours = try await world.make("lost", marker: "0123456789abcdef")
        try await world.lost("lost", minutes: 1, marker: "0123456789abcdef")
        #expect(try await world.run("lost").output == "lost\tfalse\ttrue\tnil\n")
        #expect(try await world.host.record("lost", world.scope)?.deviceID == ours)
      }
    }
  }

  @Test(arguments: shapes)
  func `with --marker each create carries one, and the ledger knows it`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      await world.simulator.world.inject([.none, .dropAfterCreate])
      let run = try await world.run("d1", "d2") { $0[.marker] = "metadata" }
      #expect(run.exitStatus == (shape == .a ? 3 : 0), "\(run.error)")
      let markers = await world.simulator.world.devices.compactMap { $0.metadata["qubitro_host"] }
      #expect(markers.count == (shape == .a ? 0 : 2) && Set(markers).count == markers.count)
      #expect(try await world.host.record("d1", world.scope)?.marker?.count == 16)
      #expect(try await world.run("d1", "d2").exitStatus == run.exitStatus)
      #expect(try await world.violations() == [])
    }
  }

  @Test(
    arguments: shapes,
    [
      Fault.listError500, .listTooManyRequests, .listDrop, .listForbidden, .listHalfBody,
      .getError500, .getNotFound,
    ])
  func `a list that fails leaves the rest to the next run`(shape: Shape, fault: Fault) async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 100)
      await world.simulator.world.inject(Array(repeating: fault, count: 8))
      let run = try await world.run("lost")
      // A request that only reads is tried again.
      let isRetried = fault == .listTooManyRequests
      #expect(isRetried || run.output == "lost\tnil\tnil\tunknown\n", "\(run.error)")
      #expect(await world.count("lost") == 1)
      for _ in 1...9 {
        if try await world.run("lost").exitStatus == (shape == .a ? 3 : 0) { break }
      }
      #expect(try await world.state(of: "lost") == (shape == .a ? .quarantined : .adopted))
      #expect(await world.simulator.world.devices.count == 1)
      #expect(try await world.violations() == [])
    }
  }

  @Test func `unknowns of another API are left alone`() async throws {
    try await SettlingWorld.run(.c) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 5)
      let other = try ScriptHost(.c)
      try await other.run { elsewhere in
        let run = try await world.host.execute("", against: elsewhere)
        #expect((run.exitStatus, run.error) == (0, ""))
        #expect(await elsewhere.world.requests.isEmpty)
      }
      #expect(try await world.state(of: "lost") == .unknown)
    }
  }

  @Test(arguments: shapes)
  func `a device whose create is in flight is not taken for an older one of its name`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.lost("sensor", minutes: 20)
      await world.simulator.world.inject([.holdAfterCreate])
      let text =
        "print(qubitro.create_device { key = 'new', name = 'sensor', source = 'mqtt' } ~= nil)"
      async let run = world.host.execute(text, against: world.simulator)
      try await world.simulator.hasHeld()
      try await eventually("the run looks for the older one") {
        await world.simulator.world.requests.contains { $0.method == "GET" }
      }
      await world.simulator.world.release()
      #expect(try await run.output == "true\n")
      #expect(try await world.host.record("new", world.scope)?.state == .created)
      #expect(try await world.state(of: "sensor") == .unknown)
      #expect(await world.count("sensor") == 1)
    }
  }

  @Test(arguments: shapes)
  func `an unknown that has an id goes with the device that a script deletes`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      let id = try await world.make("half")
      try await world.past(minutes: 5, [("half", .unknown(reason: "no token", deviceID: id), nil)])
      await world.simulator.world.inject(Array(repeating: .getError500, count: 8))
      let run = try await world.host.execute(
        "print(qubitro.delete_device { id = '\(id)' })", against: world.simulator
      ) {
        $0.mayDelete = true
      }
      #expect(run.output == "true\n")
      #expect(try await world.state(of: "half") == .deleted)
    }
  }

  @Test(arguments: [
    (Fault?.none, Int32(77)), (.listDrop, 69), (.listForbidden, 77), (.listError500, 69),
  ])
  func `a reconciliation that cannot list a project says why in its exit status`(
    fault: Fault?, status: Int32
  )
    async throws
  {
    try await SettlingWorld.run(.c) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 5)
      await world.simulator.world.inject(Array(repeating: fault ?? .none, count: 8))
      let run = try await world.host.execute(nil, against: world.simulator) { settings in
        settings.mode = .reconcile
        if fault == nil {
          settings[.apiKeyFile] = try? world.host.folder.write("QB_wrong_key_0000", to: "wrong")
        }
      }
      #expect(run.exitStatus == status, "\(run.error)")
      #expect(try await world.state(of: "lost") == .unknown)
    }
  }

  @Test
  func `a device that a run has found is reported as adopted, and counts for --detailed-exitcode`()
    async throws
  {
    try await SettlingWorld.run(.b) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 5)
      let run = try await world.run("lost") {
        $0.isJSON = true
        $0.hasDetailedExitCode = true
      }
      #expect(run.exitStatus == 2)
      #expect(run.output.contains(#""status":"adopted""#), "\(run.output)")
    }
  }
}
