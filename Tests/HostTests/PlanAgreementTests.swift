import Foundation
import Host
import Ledger
import LedgerSQLite
import QubitroModel
import Settings
import Simulator
import Testing

@testable import TestSupport

/// A plan is the same run with the writes held back: the run that follows does what the plan said,
/// and the plan has changed nothing.
struct PlanAgreementTests {
  private static let shapes: [Shape] = [.a, .b, .c]

  private static func script(_ names: [String], _ rest: String = "") -> String {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return """
      for _, name in ipairs { \(list) } do
        qubitro.create_device { name = name, source = 'mqtt' }
      end
      \(rest)
      """
  }

  /// One row in each state; three of the keys have devices.
  private func fill(_ world: SettlingWorld) async throws {
    try await world.known("created", "drift", minutes: 60)
    let (adopted, deleted) = (try await world.make("adopted"), try await world.make("deleted"))
    try await world.past(
      minutes: 50,
      [
        ("adopted", .unknown(reason: "HTTP 504"), nil),
        ("deleted", .created(deviceID: deleted), nil),
      ])
    try await world.delete(deleted)
    let kept = try await world.make("quarantined")
    let token = await world.simulator.world.devices.first { $0.id == adopted }?.token ?? ""
    let credentials = #"{"device_id":"\#(adopted)","device_token":"\#(token)"}"#
    let body = #"{"id":"\#(adopted)","device_credentials":\#(credentials)}"#
    let answer = RawResponse(status: 200, body: Array(body.utf8))
    try await world.past(minutes: 40) { ledger, run in
      try await ledger.transition(
        DeviceKey("adopted", in: world.scope),
        .settle(.adopted(deviceID: adopted, response: answer)), by: run)
      try await ledger.transition(DeviceKey("deleted", in: world.scope), .delete, by: run)
      for name in ["rejected", "forgotten", "quarantined", "accepted"] {
        try await world.begin(name, by: run, in: ledger)
      }
      func move(_ name: String, _ transitions: Transition...) async throws {
        for transition in transitions {
          try await ledger.transition(DeviceKey(name, in: world.scope), transition, by: run)
        }
      }
      try await move("rejected", .conclude(.rejected(reason: "HTTP 400: no")))
      try await move(
        "forgotten", .conclude(.rejected(reason: "no")), .forget(reason: "a person's wish"))
      let lost = Transition.settle(
        .quarantined(deviceID: kept, reason: "the API shows it without its token"))
      try await move("quarantined", .conclude(.unknown(reason: "HTTP 504")), lost)
      try await move("accepted", .conclude(.unknown(reason: "HTTP 504")))
      try await move(
        "accepted", .settle(.quarantined(deviceID: "none", reason: "no token")), .accept)
    }
    try await world.make("lost")
    try await world.lost("lost", "absent", "unasked", minutes: 1)
    try await world.past(minutes: 1) { ledger, run in
      try await world.begin("sending", by: run, in: ledger)
    }
  }

  @Test(arguments: shapes)
  func `of every state of the ledger plan and run agree`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await fill(world)
      let names = [
        "new", "created", "adopted", "rejected", "deleted", "forgotten", "quarantined", "accepted",
        "lost", "absent", "sending",
        "new",
      ]
      let rest = """
        qubitro.create_device { name = 'drift', description = 'other', source = 'mqtt' }
        qubitro.create_device { name = 'refused', source = 'lora' }
        qubitro.create_device { name = 'keyless', key = '', source = 'mqtt' }
        """
      let agreement = try await PlanAgreement.check(Self.script(names, rest), in: world)
      #expect(
        try agreement.actions == [
          " refused", "absent unknown", "accepted quarantined", "adopted unchanged",
          "created unchanged", "deleted create",
          "drift drift", "forgotten create", "lost unknown", "new create", "new refused",
          "quarantined quarantined",
          "refused refused", "rejected retry", "sending unknown", "unasked unknown",
        ])
      #expect(
        try agreement.statuses.filter { !$0.hasPrefix("lost ") } == [
          " rejected", "absent unknown", "accepted quarantined", "adopted unchanged",
          "created unchanged", "deleted created",
          "drift unchanged", "forgotten created", "new created", "new rejected",
          "quarantined quarantined", "refused rejected",
          "rejected created", "sending unknown", "unasked unknown",
        ])
      #expect(try await world.state(of: "lost") == (shape == .a ? .quarantined : .adopted))
      #expect(
        agreement.plan.exitStatus == 75 && agreement.run.exitStatus == 75, "\(agreement.run.error)")
      let actions =
        #""actions":{"unchanged":2,"create":3,"retry":1,"drift":1,"#
        + #""unknown":4,"quarantined":2,"import":0,"refused":3}"#
      #expect(agreement.plan.output.contains(actions), "\(agreement.plan.output)")
      #expect(!agreement.run.output.contains(#""action"#))
    }
  }

  @Test func `what the API rejects again is retry before, and rejected after`() async throws {
    try await SettlingWorld.run(.c) { world in
      let long = String(repeating: "n", count: 101)
      try await world.past(
        minutes: 5, [(long, .rejected(reason: "HTTP 400: name is too long"), nil)])
      let agreement = try await PlanAgreement.check(Self.script([long]), in: world)
      #expect(
        try agreement.actions == ["\(long) retry"] && agreement.statuses == ["\(long) rejected"])
      #expect(
        agreement.plan.output.contains(#""rejected_before":"HTTP 400: name is too long""#),
        "\(agreement.plan.output)")
    }
  }

  @Test(arguments: shapes)
  func `a name that the project has is import, at a first look and at a later one`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      let (there, gone) = (try await world.make("there"), try await world.make("gone"))
      let first = try await PlanAgreement.check(Self.script(["there", "new", "gone"]), in: world)
      #expect(try first.actions == ["gone import", "new create", "there import"])
      #expect(
        first.plan.output.contains(there) && first.plan.exitStatus == 3 && first.run.exitStatus == 3
      )
      try await world.delete(gone)
      let second = try await PlanAgreement.check(Self.script(["there", "new", "gone"]), in: world)
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
      let agreement = try await PlanAgreement.check(Self.script(["d1", "d2", "d3"]), in: world)
      #expect(try agreement.actions == ["d1 unchanged", "d2 import", "d3 create"])
      #expect(agreement.plan.error.contains("was brought back"), "\(agreement.plan.error)")
      #expect(
        agreement.plan.output.contains(#""announcements":["the ledger is a copy"#),
        "\(agreement.plan.output)")
      let next = try await PlanAgreement.check(Self.script(["d1", "d3"]), in: world)
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
      let agreement = try await PlanAgreement.check(Self.script(["d1", "there"]), in: world)
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
      let agreement = try await PlanAgreement.check(Self.script(["before", "after"]), in: world)
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
      let refused = try await PlanAgreement.check(Self.script(["d1"]), in: world)
      #expect((refused.plan.exitStatus, refused.run.exitStatus) == (77, 77))
      #expect(try refused.actions.isEmpty)
      let waived = try await PlanAgreement.check(Self.script(["d1"]), in: world) {
        $0.withoutList = true
      }
      #expect(try waived.actions == ["d1 create"])
    }
  }

  @Test(arguments: shapes)
  func `what the script deletes it may make again, its own and that of others`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.make("theirs")
      #expect(try await world.run("ours", "theirs").exitStatus == 3)
      let text =
        "for _, d in ipairs(qubitro.list_devices {}) do qubitro.delete_device { id = d.id } end\n"
      let agreement = try await PlanAgreement.check(
        text + Self.script(["ours", "theirs"]), in: world
      ) { $0.mayDelete = true }
      #expect(try agreement.actions == ["ours create", "theirs create"])
    }
  }

  @Test(arguments: shapes)
  func `what depends on ids to come is not predictable, and is made all the same`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      let text = """
        local project = qubitro.create_project { name = "site", description = "d" }
        local parent = qubitro.create_device {
          name = "parent", source = "mqtt", project = project.id,
        }
        qubitro.create_device { name = "child", description = parent.id, source = "mqtt" }
        """
      let agreement = try await PlanAgreement.check(text, in: world)
      #expect(try agreement.actions == ["child create", "parent create"])
      #expect(try PlannedLine.all(in: agreement.plan).map(\.predictable) == [false, false])
      #expect(
        (agreement.plan.exitStatus, agreement.run.exitStatus) == (0, 0), "\(agreement.plan.error)")
    }
  }

  @Test func `a plan without a key says which projects it could not look at`() async throws {
    try await SettlingWorld.run(.b) { world in
      try await world.make("there")
      let text = Self.script(["there"])
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

  @Test func `branches that overtake each other leave the table as it is`() async throws {
    try await SettlingWorld.run(.b) { world in
      let text = """
        local function branch(letter) return function()
          for n = 12, 1, -1 do
            qubitro.get_project()
            qubitro.create_device { name = letter .. n, source = n % 5 == 0 and "lora" or "mqtt" }
          end
        end end
        host.parallel({ branch "a", branch "b", branch "c" })
        """
      var tables: Set<String> = []
      for _ in 1...3 {
        let plan = try await world.host.execute(text, against: world.simulator) {
          ($0.mode, $0.verbosity) = (.plan, .normal)
        }
        tables.insert(plan.error.split(separator: "\n").dropLast().joined(separator: "\n"))
      }
      #expect(tables.count == 1, "\(tables)")
      let names =
        tables.first?.split(separator: "\n").filter { $0.hasPrefix("create ") }.map {
          $0.split(separator: " ")[1]
        } ?? []
      #expect(names.prefix(5) == ["a1", "a2", "a3", "a4", "a6"] && names.count == 30, "\(names)")
    }
  }
}
