import QubitroModel
import Simulator
import TestSupport
import Testing

struct ShapeTests {
  /// One request and the JSON that each shape answers it with; ID, TOKEN and PROJECT stand for what
  /// the simulator made up.
  struct Row: Sendable, CustomTestStringConvertible {
    var method: String
    var path: String
    var body = ""
    var key: String? = RunningSimulator.key
    var status: Int
    var a: String
    var b: String
    var c: String

    var testDescription: String { "\(method) \(path) \(status)" }

    func expected(_ shape: Shape) -> String {
      switch shape {
      case .a: a
      case .b: b
      case .c: c
      }
    }
  }

  private func world(_ shape: Shape) async throws -> World {
    var settings = WorldSettings()
    settings.shape = shape
    settings.now = { Timestamp(seconds: 0) }
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    return world
  }

  @Test(arguments: Shape.allCases, ExpectedAnswers.rows)
  func `every endpoint answers as its generation describes`(shape: Shape, row: Row) async throws {
    try await RunningSimulator.run(try await world(shape)) { simulator in
      _ = try await simulator.client.create(ExpectedAnswers.device)
      let made = try #require(await simulator.world.devices.first)
      if row.path.contains("/data") {
        _ = try await simulator.world.report(from: made.id, count: 1)
      }
      var client = simulator.client
      client.key = row.key
      let path = row.path.replacing("ID", with: made.id)
      let answer =
        switch row.method {
        case "GET": try await client.get(path)
        case "DELETE": try await client.delete(path)
        default: try await client.post(path, row.body)
        }
      let newest = await simulator.world.devices.last ?? made
      let project = await simulator.world.projects.last?.id ?? "no project"
      let shown = answer.json.replacing(newest.id, with: "ID").replacing(
        newest.token, with: "TOKEN"
      )
      .replacing(project, with: "PROJECT").replacing(made.id, with: "ID").replacing(
        made.token, with: "TOKEN")
      #expect(answer.status == row.status)
      #expect(answer.headers["content-type"] == "application/json")
      #expect(
        shown.replacing(/"(temperature|humidity)":[0-9.]+/, with: { "\"\($0.1)\":1" })
          == RawClient.sorted(row.expected(shape)))
    }
  }

  @Test func `credentials of the newest shape depend on the source`() async throws {
    try await RunningSimulator.run(try await world(.c)) { simulator in
      let answer = try await simulator.client.create(
        #"{"name":"a","description":"d","source":"http"}"#)
      let made = try #require(await simulator.world.devices.first)
      #expect(answer.json.contains(#""device_credentials":{"token":"\#(made.token)"}"#))
      #expect(answer.json.contains(#""source":"http""#))
    }
  }
}
