import Foundation
import Ledger
import LedgerCommands
import LedgerSQLite
import Settings
import Simulator
import Terminal
import TestSupport
import Testing

/// What a project has already becomes the ledger's own, after a plan, and a script then finds it.
struct ImportTests {
  private static let shapes: [Shape] = [.a, .b, .c]

  private func run(
    _ world: SettlingWorld, _ file: String? = nil, named pattern: String? = nil, apply: Bool = true
  ) async throws -> ScriptHost.Result {
    var settings = GivenSettings(mode: .reconcile)
    settings[.project] = RunningSimulator.project
    settings[.baseURL] = world.simulator.baseURL
    settings[.apiKeyFile] = try world.host.folder.write(RunningSimulator.key, to: "key")
    settings[.ledger] = world.host.ledger
    let console = CapturedConsole()
    let importing = Import(
      file, named: pattern, isApplied: apply, settings, environment: [:], console: console)
    let status = try await importing.execute()
    return ScriptHost.Result(
      output: console.output, error: console.error, exitStatus: status.rawValue)
  }

  @Test(arguments: shapes)
  func `a plan changes nothing, and what is imported is found by the script that asks for it`(
    shape: Shape
  ) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.make("one")
      try await world.make("two")
      #expect(try await world.run("one", "two", "new").exitStatus == 3)
      let plan = try await run(world, apply: false)
      #expect(
        (plan.exitStatus, plan.error) == (
          0, "planned 2; nothing was changed, --apply imports them\n"
        ))
      #expect(try await world.host.record("one", world.scope) == nil)
      let done = try await run(world)
      #expect(done.exitStatus == (shape == .a ? 3 : 0), "\(done.error)")
      #expect(done.error == (shape == .a ? "quarantined 2\n" : "adopted 2\n"))
      let after = try await world.run("one", "two", "new")
      #expect(after.exitStatus == (shape == .a ? 3 : 0), "\(after.error)")
      #expect(
        after.output.hasPrefix(
          shape == .a ? "one\tnil\tnil\tquarantined\n" : "one\tfalse\ttrue\tnil\n"))
      #expect(await world.simulator.world.devices.count == 3)
      #expect(try await run(world).error == "nothing to import\n")
      #expect(try await world.violations() == [])
    }
  }

  @Test func `a file names ids and keys, and what cannot be imported is refused by name`()
    async throws
  {
    try await SettlingWorld.run(.c) { world in
      let (one, two) = (try await world.make("one"), try await world.make("two"))
      try await world.known("known", minutes: 5)
      let known = try await world.host.record("known", world.scope)?.deviceID ?? ""
      let file = try world.host.folder.write(
        "id,key\n\(one),k1\n\(two),known\n\(known),other\nnowhere,\n", to: "ids.csv")
      let done = try await run(world, file)
      #expect(done.exitStatus == 1)
      #expect(done.error == "adopted 1, refused 3\n")
      #expect(
        done.output.contains(
          "refused     known \(two) (the ledger has this key for another device (created))"),
        "\(done.output)")
      #expect(
        done.output.contains("refused     other \(known) (the ledger has it under another key)"))
      #expect(done.output.contains("refused     nowhere (the API does not know it"))
      #expect(try await world.host.record("k1", world.scope)?.deviceID == one)
      let verified = try await world.host.record("k1", world.scope)
      #expect(verified?.state == .adopted && verified?.order == 0)
    }
  }

  @Test func `two devices of one name are refused, and a pattern chooses among names`() async throws
  {
    try await SettlingWorld.run(.b) { world in
      for name in ["a-1", "a-2", "b-1", "twin", "twin"] { try await world.make(name) }
      let chosen = try await run(world, named: "a-?")
      #expect((chosen.exitStatus, chosen.error) == (0, "adopted 2\n"))
      let rest = try await run(world)
      #expect((rest.exitStatus, rest.error) == (1, "adopted 1, refused 2\n"))
      #expect(rest.output.contains("another device has the same name or id"))
    }
  }

  @Test func `what an import does not know of a device is no drift`() async throws {
    try await SettlingWorld.run(.a) { world in
      try await world.make("one")
      #expect(try await run(world).exitStatus == 3)
      let plan = try await world.run("one") {
        $0.mode = .plan
        $0.isJSON = true
      }
      #expect(!plan.output.contains(#""drift":["#), "\(plan.output)")
    }
  }

  @Test func `a file that is no table of ids, and a project that cannot be listed, say so`()
    async throws
  {
    try await SettlingWorld.run(.c) { world in
      let missing = await #expect(throws: HostError.self) { _ = try await run(world, "none.csv") }
      #expect(missing?.status == .noInput)
      let wrong = try world.host.folder.write("name\nx\n", to: "wrong.csv")
      let fault = await #expect(throws: HostError.self) { _ = try await run(world, wrong) }
      #expect(fault?.status == .usage)
      #expect(fault?.description.contains("has no column id") == true)
      await world.simulator.world.inject([.listForbidden])
      let refused = await #expect(throws: HostError.self) { _ = try await run(world, apply: false) }
      #expect(refused?.status == .noPermission)
    }
  }
}
