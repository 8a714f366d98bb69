import JSONCodec
import QubitroClient
import QubitroModel
import Simulator
import Synchronization
import TestSupport
import Testing

struct QubitroClientTests {
  private let device = NewDevice(name: "a", description: "b", source: "mqtt", tags: [])

  private func create(
    _ simulator: RunningSimulator, key: String = RunningSimulator.key,
    project: String = RunningSimulator.project
  )
    async throws -> CreateOutcome
  {
    let transport = HTTPTransport(
      key: try APIKey(key), to: try BaseURL(simulator.baseURL), userAgent: "test")
    let client = QubitroClient(
      baseURL: try BaseURL(simulator.baseURL), transport: transport, retry: .none, pause: NoPause())
    guard case .granted(let ticket) = await client.permission() else { throw CancellationError() }
    let exchange = await client.createDevice(in: project, body: device.body(), with: ticket)
      .exchange
    await transport.close()
    return CreateOutcome(exchange)
  }

  @Test func `a device is created, with Custom as brand and model`() async throws {
    try await RunningSimulator.run { simulator in
      guard case .created(let device) = try await create(simulator) else {
        Issue.record("not created")
        return
      }
      let made = try #require(await simulator.world.devices.first)
      #expect(device.id == made.id)
      #expect(device.credentials == DeviceCredentials(deviceID: made.id, token: made.token))
      #expect(device.fields["brand"] == .string("Custom"))
      #expect(device.fields["model"] == .string("Custom"))
      #expect(device.fields["tags"] == .array([]))
    }
  }

  @Test func `a wrong key and a wrong project stop the run`() async throws {
    try await RunningSimulator.run { simulator in
      guard
        case .runStopping(.keyRefused, let problem) = try await create(simulator, key: "wrong-key")
      else {
        Issue.record("the key was accepted")
        return
      }
      #expect(problem.status == 401)
      guard case .runStopping(.wrongProject, _) = try await create(simulator, project: "other")
      else {
        Issue.record("the project was accepted")
        return
      }
      #expect(await simulator.world.devices.isEmpty)
    }
  }

  @Test(arguments: [
    (Fault.error500BeforeCreate, 0), (.error500AfterCreate, 1), (.dropBeforeCreate, 0),
    (.dropAfterCreate, 1), (.truncatedBody, 1),
  ])
  func `every fault that hides the outcome is unknown`(fault: Fault, made: Int) async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([fault])
      guard case .unknown = try await create(simulator) else {
        Issue.record("\(fault) is not unknown")
        return
      }
      #expect(await simulator.world.devices.count == made)
      #expect(await simulator.world.createRequests == 1)
    }
  }

  @Test(arguments: [Fault.unreadableBody, .missingToken])
  func `a success whose body is of no use is created`(fault: Fault) async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([fault])
      guard case .createdWithoutCredentials = try await create(simulator) else {
        Issue.record("\(fault) is not created")
        return
      }
    }
  }

  @Test func `attempts end after the policy's number, and only provable failures are repeated`()
    async throws
  {
    let cases: [(Exchange, Int)] = [
      (.notSent(reason: "r"), 3), (.lost(reason: "r"), 1),
      (.answered(HTTPResponse(status: 500, body: [])), 1),
    ]
    for (exchange, attempts) in cases {
      let transport = CountingTransport(exchange)
      let retry = RetryPolicy(attempts: 3, base: .zero, cap: .zero)
      let client = QubitroClient(
        baseURL: .published, transport: transport, retry: retry, pause: NoPause())
      guard case .granted(let ticket) = await client.permission() else { throw CancellationError() }
      #expect(
        await client.createDevice(in: "p", body: [], with: ticket)
          == Delivery(exchange, attempts: attempts))
      #expect(transport.count == attempts)
    }
  }
}

private final class CountingTransport: Transport {
  private let exchange: Exchange
  private let sent = Mutex(0)

  init(_ exchange: Exchange) {
    self.exchange = exchange
  }

  var count: Int { sent.withLock { $0 } }

  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    sent.withLock { $0 += 1 }
    return exchange
  }
}
