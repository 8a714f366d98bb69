import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

struct FaultTests {
  private func settings() -> WorldSettings {
    var settings = WorldSettings()
    settings.stallLimit = .zero
    settings.dripTime = .zero
    settings.now = { Timestamp(seconds: 784_111_775) }
    return settings
  }

  private func world() -> World {
    World(projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings())
  }

  /// Sends a create that the fault strikes, then another that nothing strikes.
  private func create(_ fault: Fault, keepsAlive: Bool = false) async throws -> (
    answer: RawClient.Answer, made: Int, entry: JournalEntry?
  ) {
    try await RunningSimulator.run(world()) { simulator in
      await simulator.world.inject([fault])
      var client = simulator.client
      client.keepsAlive = keepsAlive
      let answer = try await client.create()
      let made = await simulator.world.devices.count
      #expect(try await simulator.client.create().status == 201, "one request spends it")
      return (answer, made, await simulator.world.requests.first)
    }
  }

  @Test(
    arguments: [
      (.error500BeforeCreate, 500, nil, 0), (.error500AfterCreate, 500, nil, 1),
      (.error502BeforeCreate, 502, nil, 0),
      (.error502AfterCreate, 502, nil, 1), (.error503BeforeCreate, 503, nil, 0),
      (.error503AfterCreate, 503, nil, 1),
      (.error504BeforeCreate, 504, nil, 0), (.error504AfterCreate, 504, nil, 1),
      (.lateCreate, 504, nil, 1),
      (.serviceUnavailableWithRetryAfter, 503, "1", 0),
      (.tooManyRequests, 429, "0", 0), (.tooManyRequestsAfterSeconds, 429, "1", 0),
      (.tooManyRequestsAfterDate, 429, "Sun, 06 Nov 1994 08:49:37 GMT", 0),
      (.tooManyRequestsBare, 429, nil, 0),
      (.conflict, 409, nil, 0), (.conflictAfterCreate, 409, nil, 1),
    ] as [(Fault, Int, String?, Int)])
  func `a fault with a status answers an error, and creates or not`(
    fault: Fault, status: Int, retryAfter: String?, made: Int
  )
    async throws
  {
    let result = try await create(fault)
    #expect(result.answer.status == status)
    #expect(result.answer.headers["retry-after"] == retryAfter)
    #expect(result.answer.json.contains(#""success":false"#))
    #expect(result.made == made)
    #expect(
      (result.entry?.status, result.entry?.created, result.entry?.fault) == (
        status, made == 1, fault.rawValue
      ))
  }

  @Test(arguments: [(.dropBeforeCreate, 0), (.dropAfterCreate, 1), (.stall, 1)] as [(Fault, Int)])
  func `a fault that ends the connection sends not a byte`(fault: Fault, made: Int) async throws {
    let result = try await create(fault, keepsAlive: true)
    #expect(result.answer.status == nil)
    #expect(result.made == made)
    #expect(result.entry?.status == nil)
    #expect(result.entry?.created == (made == 1))
  }

  @Test func `a truncated body is shorter than it says`() async throws {
    let result = try await create(.truncatedBody, keepsAlive: true)
    #expect(result.answer.status == 201)
    #expect(!result.answer.isWhole)
    #expect(!result.answer.body.isEmpty)
    #expect(result.made == 1)
  }

  @Test(
    arguments: [
      (.unreadableBody, 201, "created", 1), (.htmlBody, 201, "<html>", 1),
      (.html502, 502, "<html>", 0),
    ]
      as [(Fault, Int, String, Int)])
  func `a body can be no JSON`(fault: Fault, status: Int, start: String, made: Int) async throws {
    let result = try await create(fault)
    #expect(result.answer.status == status)
    #expect(result.answer.isWhole)
    #expect(result.answer.body.hasPrefix(start))
    #expect(result.answer.json == "")
    #expect(result.made == made)
  }

  @Test(arguments: Shape.allCases)
  func `a missing token is missing in every shape`(shape: Shape) async throws {
    var settings = settings()
    settings.shape = shape
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      await simulator.world.inject([.missingToken])
      let answer = try await simulator.client.create()
      let made = try #require(await simulator.world.devices.first)
      #expect(answer.status == 201)
      #expect(answer.body.contains(made.id))
      #expect(!answer.body.contains(made.token))
    }
  }

  @Test func `an oversized body is JSON of more than 8 MiB`() async throws {
    let result = try await create(.oversizedBody)
    #expect(result.answer.isWhole)
    #expect(result.answer.body.utf8.count > 8 << 20)
    #expect(result.answer.json.contains("device_token"))
    #expect(result.made == 1)
  }

  @Test(arguments: [Fault.slowDrip, .delayedVisibility, .none])
  func `some faults answer well`(fault: Fault) async throws {
    let result = try await create(fault)
    #expect(result.answer.status == 201)
    #expect(result.answer.isWhole)
    #expect(result.answer.json.contains("device_token"))
    #expect(result.made == 1)
  }

  @Test func `a connection can end right after a good answer, which did not announce it`()
    async throws
  {
    let result = try await create(.closeWhenIdle, keepsAlive: true)
    #expect(result.answer.status == 201)
    #expect(result.answer.isWhole)
    #expect(result.answer.headers["connection"] == nil)
    #expect(result.made == 1)
  }

  @Test func `a held request is answered once it is released`() async throws {
    try await RunningSimulator.run(world()) { simulator async throws in
      await simulator.world.inject([.holdAfterCreate])
      async let answer = simulator.client.create()
      try await simulator.hasHeld()
      #expect(await simulator.world.devices.count == 1)
      #expect(try await simulator.client.post("/_sim/release").status == 204)
      #expect(try await answer.status == 201)
    }
  }

  @Test(arguments: [Fault.delayedVisibility, .lateCreate])
  func `a device whose visibility is delayed is missed by some requests`(fault: Fault) async throws
  {
    var settings = settings()
    settings.visibilityDelay = 2
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator in
      await simulator.world.inject([fault, fault])
      _ = try await simulator.client.create()
      let id = try #require(await simulator.world.devices.first?.id)
      #expect(try await simulator.client.get(RawClient.devices).json.contains(id) == false)
      #expect(try await simulator.client.get(RawClient.devices + "/" + id).status == 404)
      #expect(try await simulator.client.get(RawClient.devices + "/" + id).status == 200)
      _ = try await simulator.client.create()
      #expect(try await simulator.client.post("/_sim/settle").status == 204)
      let other = try #require(await simulator.world.devices.last?.id)
      #expect(try await simulator.client.get(RawClient.devices).json.contains(other))
    }
  }

  @Test func `faults of lists and gets wait for their own requests`() async throws {
    try await RunningSimulator.run(world()) { simulator in
      await simulator.world.inject([
        .truncatedList, .emptyList, .listForbidden, .listError500, .listTooManyRequests, .listDrop,
        .getNotFound, .getError500,
      ])
      for _ in 0..<3 { #expect(try await simulator.client.create().status == 201) }
      let ids = await simulator.world.devices.map(\.id)
      var client = simulator.client
      let short = try await client.get(RawClient.devices)
      #expect(ids.map { short.json.contains($0) } == [true, false, true])
      let empty = try await client.get(RawClient.devices)
      #expect((empty.status, empty.json.contains(#""data":[]"#)) == (200, true))
      let forbidden = try await client.get(RawClient.devices)
      #expect((forbidden.status, forbidden.json.contains(#""success":false"#)) == (403, true))
      #expect(try await client.get(RawClient.devices).status == 500)
      let refused = try await client.get(RawClient.devices)
      #expect((refused.status, refused.headers["retry-after"]) == (429, "0"))
      client.keepsAlive = true
      #expect(try await client.get(RawClient.devices).status == nil)
      client.keepsAlive = false
      #expect(try await client.get(RawClient.devices + "/" + ids[0]).status == 404)
      #expect(try await client.get(RawClient.devices + "/" + ids[0]).status == 500)
      #expect(try await client.get(RawClient.devices + "/" + ids[0]).status == 200)
      let whole = try await client.get(RawClient.devices)
      #expect(ids.allSatisfy { whole.json.contains($0) })
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (3, 1), (8, 2), (400, 50)])
  func `a list that lags misses the newest devices, wherever they stand`(count: Int, missed: Int)
    async throws
  {
    let world = try World(DevicesFixture.model(count), settings: settings())
    try await RunningSimulator.run(world) { simulator in
      let ids = await world.devices.map(\.id)
      // What has reported comes first.
      if let newest = ids.last { _ = try await world.report(from: newest, count: 1) }
      await world.inject([.laggingList])
      let late = try await simulator.client.get(RawClient.devices)
      #expect(late.status == 200)
      #expect(ids.map { late.body.contains($0) } == (0..<count).map { $0 < count - missed })
      let whole = try await simulator.client.get(RawClient.devices)
      #expect(ids.allSatisfy { whole.body.contains($0) })
    }
  }

  @Test(arguments: [0, 1, 700])
  func `half of a list's body is shorter than it says`(count: Int) async throws {
    let world = try World(DevicesFixture.model(count), settings: settings())
    try await RunningSimulator.run(world) { simulator in
      await world.inject([.listHalfBody])
      var client = simulator.client
      client.keepsAlive = true
      let half = try await client.get(RawClient.devices)
      #expect(half.status == 200)
      #expect(!half.isWhole)
      #expect(
        half.headers["content-length"].flatMap { Int($0) }.map { $0 / 2 } == half.body.utf8.count)
      #expect(half.body.hasPrefix(#"{"action":"list devices""#))
      client.keepsAlive = false
      #expect(try await client.get(RawClient.devices).isWhole)
    }
  }

  @Test func `every fault is in the guide, as its summary says`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(contentsOf: root.appending(path: "docs/simulator.md"), encoding: .utf8)
    for fault in Fault.allCases {
      #expect(guide.contains("| `\(fault.rawValue)` | \(fault.summary) |"), "\(fault.rawValue)")
    }
  }
}
