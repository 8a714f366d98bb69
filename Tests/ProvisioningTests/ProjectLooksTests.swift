import Foundation
import Ledger
import LedgerSQLite
import QubitroModel
import Settings
import Simulator
import TestSupport
import Testing

/// A run looks at a project that its ledger does not know before it makes anything there.
struct ProjectLooksTests {
  private static let shapes: [Shape] = [.a, .b, .c]

  @Test(arguments: shapes)
  func `a name that the project has already is not made again, and plan and run agree`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      let id = try await world.make("there")
      let plan = try await world.run("there", "new") { $0.mode = .plan }
      #expect(
        (plan.exitStatus, plan.output) == (3, "there\tnil\tnil\texists\nnew\ttrue\ttrue\tnil\n"),
        "\(plan.error)")
      #expect(!FileManager.default.fileExists(atPath: world.host.ledger))
      for _ in 1...2 {
        let run = try await world.run("there", "new")
        #expect(run.exitStatus == 3)
        #expect(run.output.hasPrefix("there\tnil\tnil\texists\n"), "\(run.error)")
      }
      #expect(await world.simulator.world.devices.map(\.name).sorted() == ["new", "there"])
      #expect(try await world.host.foreign("there", world.scope).map(\.id) == [id])
    }
  }

  @Test(arguments: shapes)
  func `a name is free again once its device is gone`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      let id = try await world.make("there")
      #expect(try await world.run("there").exitStatus == 3)
      try await world.delete(id)
      #expect(try await world.run("there").output == "there\ttrue\ttrue\tnil\n")
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `settling never takes a foreign device`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.make("lost")
      #expect(try await world.run("first").exitStatus == 0)
      // Another run lost its create of the same name, and nothing came of it.
      try await world.lost("lost", minutes: 20)
      try await world.known("newer", minutes: 10)
      #expect(try await world.run("lost").exitStatus == 75)
      let run = try await world.run("lost")
      #expect((run.exitStatus, run.output) == (3, "lost\tnil\tnil\texists\n"), "\(run.error)")
      #expect(try await world.state(of: "lost") == .rejected)
      #expect(await world.count("lost") == 1)
    }
  }

  @Test(arguments: shapes)
  func `the project is listed once, not by every run`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      for n in 1...3 {
        let run = try await world.run("d\(n)")
        #expect(run.exitStatus == 0, "\(run.error)")
      }
      #expect(await world.simulator.world.requests.count { $0.method == "GET" } == 1)
    }
  }

  @Test(arguments: shapes, [Fault.listError500, .listDrop, .listHalfBody, .listForbidden])
  func `if the look fails nothing is sent, and the next run goes on`(shape: Shape, fault: Fault)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.make("there")
      await world.simulator.world.inject(Array(repeating: fault, count: 8))
      let before = await world.simulator.world.createRequests
      let run = try await world.run("there", "new")
      #expect(run.exitStatus == (fault == .listForbidden ? 77 : 69), "\(run.error)")
      #expect(await world.simulator.world.createRequests == before)
      for _ in 1...9 where try await world.run("there", "new").exitStatus == 3 { break }
      #expect(await world.simulator.world.devices.map(\.name).sorted() == ["new", "there"])
    }
  }

  @Test func `a key that may not list says so once with --without-list`() async throws {
    let blind = ModelKey(rights: [.create])
    let model = QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: blind])
    let host = try ScriptHost(.a)
    try await RunningSimulator.run(World(model)) { simulator in
      let text = "print(qubitro.create_device { name = args.name, source = 'mqtt' })"
      let refused = try await host.execute(text, against: simulator) { $0.arguments = ["name=a"] }
      #expect(refused.exitStatus == 77)
      #expect(refused.error.contains("pass --without-list once"), "\(refused.error)")
      #expect(await simulator.world.createRequests == 0)
      let waived = try await host.execute(text, against: simulator) {
        $0.arguments = ["name=a"]
        $0.withoutList = true
      }
      #expect(waived.exitStatus == 0, "\(waived.error)")
      #expect(
        try await host.execute(text, against: simulator) { $0.arguments = ["name=b"] }.exitStatus
          == 0)
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test(arguments: shapes)
  func `one wrong 404 makes no name free`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.make("there")
      await world.simulator.world.inject([.getNotFound])
      #expect(try await world.run("there").exitStatus == 3)
      #expect(await world.count("there") == 1)
    }
  }

  @Test(arguments: shapes)
  func `a look does not take our own lost devices for those of others`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 5)
      // So it is in a ledger of an older version, or in one that was brought back.
      try await SQLiteLedger(path: world.host.ledger).forgetLooks(evenWaived: true)
      let run = try await world.run("new", "lost")
      #expect(run.exitStatus == (shape == .a ? 3 : 0), "\(run.error)")
      #expect(try await world.state(of: "lost") == (shape == .a ? .quarantined : .adopted))
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: LedgerReturn.allCases)
  func `a ledger that was brought back from an older copy looks again before it makes anything`(
    way: LedgerReturn
  ) async throws {
    try await SettlingWorld.run(.b) { world in
      #expect(try await world.run("d1").exitStatus == 0)
      let folder = world.host.folder
      let (ledger, copy) = (world.host.ledger, folder.file("copy.sqlite"))
      try FileManager.default.copyItem(atPath: ledger, toPath: copy)
      try FileManager.default.copyItem(atPath: ledger + ".lock", toPath: copy + ".lock")
      #expect(try await world.run("d1", "d2").exitStatus == 0)
      try way.bring(copy, to: ledger)
      let run = try await world.run("d1", "d2", "d3")
      #expect(
        run.output == "d1\tfalse\ttrue\tnil\nd2\tnil\tnil\texists\nd3\ttrue\ttrue\tnil\n",
        "\(run.error)")
      #expect(run.exitStatus == 3)
      #expect(run.error.contains("was brought back"), "\(run.error)")
      #expect(await world.simulator.world.devices.count == 3)
      #expect(try await world.run("d1", "d3").exitStatus == 0)
    }
  }

  @Test
  func `a ledger that nobody touched is not looked at again, and one whose run was killed is`()
    async throws
  {
    try await SettlingWorld.run(.b) { world in
      for n in 1...2 {
        let run = try await world.run("d\(n)")
        #expect(run.exitStatus == 0, "\(run.error)")
      }
      #expect(await world.simulator.world.requests.count { $0.method == "GET" } == 1)
      // A run that was killed closes nothing.
      let note = try String(contentsOfFile: world.host.ledger + ".lock", encoding: .utf8)
      let torn = note.replacing(/,"seal":"[^"]*"/, with: "")
      try torn.write(toFile: world.host.ledger + ".lock", atomically: false, encoding: .utf8)
      let run = try await world.run("d1", "d3")
      #expect((run.exitStatus, run.error) == (0, ""))
      #expect(await world.simulator.world.requests.count { $0.method == "GET" } == 2)
    }
  }
}
