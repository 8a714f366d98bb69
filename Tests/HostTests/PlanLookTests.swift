import Foundation
import Ledger
import LedgerSQLite
import QubitroModel
import Settings
import Simulator
import TestSupport
import Testing

/// A plan looks at the same projects as the run that follows, and finds the same there.
struct PlanLookTests {
  private static let shapes: [Shape] = [.a, .b, .c]

  @Test(arguments: shapes)
  func `a name that the project has is import, at a first look and at a later one`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      let (there, gone) = (try await world.make("there"), try await world.make("gone"))
      let first = try await PlanAgreement.check(
        PlanAgreement.script(["there", "new", "gone"]), in: world)
      #expect(try first.actions == ["gone import", "new create", "there import"])
      #expect(
        first.plan.output.contains(there) && first.plan.exitStatus == 3 && first.run.exitStatus == 3
      )
      try await world.delete(gone)
      let second = try await PlanAgreement.check(
        PlanAgreement.script(["there", "new", "gone"]), in: world)
      #expect(try second.actions == ["gone create", "new unchanged", "there import"])
      #expect(await world.simulator.world.devices.map(\.name).sorted() == ["gone", "new", "there"])
    }
  }

  @Test(arguments: LedgerReturn.allCases)
  func `a plan notices a ledger that was brought back, as the run does`(way: LedgerReturn)
    async throws
  {
    try await SettlingWorld.run(.b) { world in
      #expect(try await world.run("d1").exitStatus == 0)
      let (ledger, copy) = (world.host.ledger, world.host.folder.file("copy.sqlite"))
      for end in ["", ".lock"] {
        try FileManager.default.copyItem(atPath: ledger + end, toPath: copy + end)
      }
      #expect(try await world.run("d1", "d2").exitStatus == 0)
      try way.bring(copy, to: ledger)
      let agreement = try await PlanAgreement.check(
        PlanAgreement.script(["d1", "d2", "d3"]), in: world)
      #expect(try agreement.actions == ["d1 unchanged", "d2 import", "d3 create"])
      #expect(agreement.plan.error.contains("was brought back"), "\(agreement.plan.error)")
      #expect(
        agreement.plan.output.contains(#""announcements":["the ledger is a copy"#),
        "\(agreement.plan.output)")
      let next = try await PlanAgreement.check(PlanAgreement.script(["d1", "d3"]), in: world)
      #expect(!next.plan.output.contains("announcements"), "\(next.plan.output)")
    }
  }

  @Test(arguments: [true, false])
  func `after a run that was killed a plan looks again, but for a project whose key may not list`(
    isWaived: Bool
  ) async throws {
    try await SettlingWorld.run(.b) { world in
      #expect(try await world.run("d1") { $0.withoutList = isWaived }.exitStatus == 0)
      try await world.make("there")
      let lock = world.host.ledger + ".lock"
      let note = try String(contentsOfFile: lock, encoding: .utf8).replacing(
        /,"seal":"[^"]*"/, with: "")
      try note.write(toFile: lock, atomically: false, encoding: .utf8)
      let agreement = try await PlanAgreement.check(
        PlanAgreement.script(["d1", "there"]), in: world)
      #expect(
        try agreement.actions == ["d1 unchanged", isWaived ? "there create" : "there import"])
      #expect(!agreement.plan.output.contains("announcements"))
    }
  }

  @Test func `what others have renamed since is taken by its new name alone`() async throws {
    try await SettlingWorld.run(.b) { world in
      let id = try await world.make("after")
      try await world.past(minutes: 5) { ledger, _ in
        try await ledger.addForeign([ForeignDevice(id: id, name: "before")], in: world.scope)
        try await ledger.forgetLooks(evenWaived: true)
      }
      let agreement = try await PlanAgreement.check(
        PlanAgreement.script(["before", "after"]), in: world)
      #expect(try agreement.actions == ["after import", "before create"])
    }
  }

  @Test
  func `a key that may not list stops plan and run alike, and --without-list lets both go on`()
    async throws
  {
    let blind = ModelKey(rights: [.create])
    let model = QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: blind])
    try await RunningSimulator.run(World(model)) { simulator in
      let world = SettlingWorld(host: try ScriptHost(.a), simulator: simulator)
      let refused = try await PlanAgreement.check(PlanAgreement.script(["d1"]), in: world)
      #expect((refused.plan.exitStatus, refused.run.exitStatus) == (77, 77))
      #expect(try refused.actions.isEmpty)
      let waived = try await PlanAgreement.check(PlanAgreement.script(["d1"]), in: world) {
        $0.withoutList = true
      }
      #expect(try waived.actions == ["d1 create"])
    }
  }

  @Test func `a plan without a key says which projects it could not look at`() async throws {
    try await SettlingWorld.run(.b) { world in
      try await world.make("there")
      let text = PlanAgreement.script(["there"])
      let plan = try await world.host.execute(text, against: world.simulator) {
        ($0.mode, $0[.apiKeyFile]) = (.plan, nil)
      }
      #expect(
        plan.exitStatus == 0 && plan.error.contains("project project-1 was not looked at"),
        "\(plan.error)")
      #expect(try await world.run("there").exitStatus == 3)
      // Now the ledger knows, and needs no look.
      let second = try await world.host.execute(text, against: world.simulator) {
        ($0.mode, $0[.apiKeyFile]) = (.plan, nil)
      }
      #expect(
        second.exitStatus == 3 && !second.error.contains("was not looked at"), "\(second.error)")
    }
  }
}
