import Ledger
import LedgerSQLite
import QubitroModel
import Settings
import Simulator
import TestSupport
import Testing

/// A plan changes nothing, and the run that follows does what the plan said.
struct PlanAgreementTests {
  private static let shapes: [Shape] = [.a, .b, .c]

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
        "lost", "absent", "sending", "new",
      ]
      let rest = """
        qubitro.create_device { name = 'drift', description = 'other', source = 'mqtt' }
        qubitro.create_device { name = 'refused', source = 'lora' }
        qubitro.create_device { name = 'keyless', key = '', source = 'mqtt' }
        """
      let agreement = try await PlanAgreement.check(PlanAgreement.script(names, rest), in: world)
      #expect(
        try agreement.actions == [
          " refused", "absent unknown", "accepted quarantined", "adopted unchanged",
          "created unchanged", "deleted create", "drift drift", "forgotten create", "lost unknown",
          "new create", "new refused", "quarantined quarantined", "refused refused",
          "rejected retry", "sending unknown", "unasked unknown",
        ])
      #expect(
        try agreement.statuses.filter { !$0.hasPrefix("lost ") } == [
          " rejected", "absent unknown", "accepted quarantined", "adopted unchanged",
          "created unchanged", "deleted created", "drift unchanged", "forgotten created",
          "new created", "new rejected", "quarantined quarantined", "refused rejected",
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
      let agreement = try await PlanAgreement.check(PlanAgreement.script([long]), in: world)
      #expect(
        try agreement.actions == ["\(long) retry"] && agreement.statuses == ["\(long) rejected"])
      #expect(
        agreement.plan.output.contains(#""rejected_before":"HTTP 400: name is too long""#),
        "\(agreement.plan.output)")
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
        text + PlanAgreement.script(["ours", "theirs"]), in: world
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
