import Foundation
import Ledger
import LedgerCommands
import LedgerSQLite
import QubitroModel
import Settings
import Simulator
import Terminal
import TestSupport
import Testing

/// What a person answers to what no run could clear up.
struct UnknownResolveTests {
  private struct Answer {
    var status: ExitStatus
    var output: String
    var error: String
  }

  private func resolve(
    _ key: String, _ resolution: Resolution, in world: SettlingWorld,
    _ change: (inout GivenSettings) -> Void = { _ in }
  ) async throws -> Answer {
    var settings = GivenSettings(mode: .reconcile)
    settings[.baseURL] = world.simulator.baseURL
    settings[.apiKeyFile] = try world.host.folder.write(RunningSimulator.key, to: "key")
    settings[.ledger] = world.host.ledger
    change(&settings)
    let console = CapturedConsole()
    do throws(HostError) {
      let status = try await UnknownResolve(
        key, resolution, settings, environment: [:], console: console
      ).execute()
      return Answer(status: status, output: console.output, error: console.error)
    } catch {
      return Answer(status: error.status, output: console.output, error: error.description)
    }
  }

  @Test
  func `a device that a person names is adopted with its token, unless it is not to be had`()
    async throws
  {
    try await SettlingWorld.run(.c) { world in
      try await world.known("owned", minutes: 60)
      let owned = try #require(await world.simulator.world.devices.first).id
      let id = try await world.make("made")
      try await world.lost("lost", minutes: 30)
      let taken = try await resolve("lost", .created(owned), in: world)
      #expect(
        (taken.status, taken.error.contains("belongs to 'owned'")) == (.usage, true),
        "\(taken.error)")
      #expect(try await resolve("lost", .created("no-such-id"), in: world).status == .noInput)
      #expect(try await world.state(of: "lost") == .unknown)
      let answer = try await resolve("lost", .created(id), in: world)
      #expect(answer.status == .converged)
      #expect(
        answer.error == "qubitro-host: device \(id) is named 'made', and 'lost' was asked for\n")
      #expect(answer.output == "resolved: 'lost' (device \(id)): adopted, with its token\n")
      let token = try #require(await world.simulator.world.devices.first { $0.id == id }?.token)
      #expect(!(answer.output + answer.error).contains(token))
      #expect(try await world.run("lost").output == "lost\tfalse\ttrue\tnil\n")
      let last = try await SQLiteLedger(reading: world.host.ledger)?.runs(last: 2).last
      #expect(
        (last?.command, last?.exitStatus, last?.arguments["as"]) == ("resolve", 0, "created \(id)"))
    }
  }

  @Test func `what a person says is absent is sent again by the next run`() async throws {
    try await SettlingWorld.run(.a) { world in
      try await world.lost("lost", minutes: 1)
      #expect(try await resolve("lost", .accept, in: world).status == .usage)
      let replaced = try await resolve("lost", .replace, in: world) { $0.mayDelete = true }
      #expect(replaced.status == .usage, "its id is not known")
      #expect(
        try await resolve("lost", .absent, in: world).output
          == "resolved: 'lost': may be sent again\n")
      #expect(try await world.run("lost").output == "lost\ttrue\ttrue\tnil\n")
      #expect(
        try await resolve("lost", .absent, in: world).error
          == "'lost' is created: there is nothing to resolve")
      #expect(try await world.violations() == [])
    }
  }

  @Test func `an accepted device stays quarantined, and nobody is told of it any more`()
    async throws
  {
    try await SettlingWorld.run(.a) { world in
      try await world.make("lost")
      try await world.lost("lost", minutes: 30)
      let before = try await world.run("lost") { $0.verbosity = .normal }
      #expect(
        before.exitStatus == 3
          && before.error.contains("qubitro-host unknown resolve lost --replace --allow-delete"))
      #expect(
        try await UnknownListTests.list(world).contains(
          "quarantined  lost, project project-1, device "))
      #expect(try await resolve("lost", .absent, in: world).status == .usage)
      #expect(try await resolve("lost", .accept, in: world).status == .converged)
      let after = try await world.run("lost") { $0.verbosity = .normal }
      #expect((after.exitStatus, after.error) == (0, ""))
      let json = try await world.run("lost") { $0.isJSON = true }
      #expect(
        json.output.contains(#""status":"quarantined","id":""#)
          && json.output.contains(#","accepted":true,"error":"#))
      #expect(
        json.output.contains(#""quarantined":1,"accepted":1,"drift":0,"exit_status":0"#),
        "\(json.output)")
      #expect(try await UnknownListTests.list(world) == "")
      #expect(await world.count("lost") == 1)
    }
  }

  @Test func `a replaced device is deleted at the API, and made again by the next run`()
    async throws
  {
    try await SettlingWorld.run(.a) { world in
      let id = try await world.make("lost")
      try await world.lost("lost", minutes: 30)
      #expect(try await world.run("lost").exitStatus == 3)
      let refused = try await resolve("lost", .replace, in: world)
      #expect((refused.status, refused.error.contains("--allow-delete")) == (.usage, true))
      #expect(await world.count("lost") == 1)
      let replaced = try await resolve("lost", .replace, in: world) { $0.mayDelete = true }
      #expect(replaced.status == .converged)
      #expect(await world.count("lost") == 0)
      #expect(try await world.run("lost").output == "lost\ttrue\ttrue\tnil\n")
      #expect(await world.simulator.world.devices.first { $0.name == "lost" }?.id != id)
      #expect(try await world.violations() == [])
    }
  }

  @Test func `a device that the API shows without its token is quarantined`() async throws {
    try await SettlingWorld.run(.a) { world in
      let id = try await world.make("lost")
      try await world.lost("lost", minutes: 30)
      let answer = try await resolve("lost", .created(id), in: world) { $0.isJSON = true }
      #expect(answer.status == .attention)
      #expect(answer.output.contains(#""status":"quarantined","id":"\#(id)""#), "\(answer.output)")
      #expect(try await resolve("lost", .created(id), in: world).status == .attention)
    }
  }

  @Test func `a key goes to its own API alone`() async throws {
    try await SettlingWorld.run(.a) { world in
      let id = try await world.make("lost")
      try await world.lost("lost", minutes: 30)
      let elsewhere = try await resolve("lost", .created(id), in: world) {
        $0[.baseURL] = "http://127.0.0.1:1"
      }
      #expect(
        (elsewhere.status, elsewhere.error.contains("has no device")) == (.noInput, true),
        "\(elsewhere.error)")
      let usual = try await resolve("lost", .created(id), in: world) { $0[.baseURL] = nil }
      #expect(
        (usual.status, usual.error.contains("pass --base-url \(world.simulator.baseURL)"))
          == (.usage, true), "\(usual.error)")
    }
  }
}
