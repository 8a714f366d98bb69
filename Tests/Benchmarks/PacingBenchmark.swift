import Foundation
import QubitroClient
import Simulator
import Synchronization

/// How much of a server's limit a run uses, and how often it is refused: our pacing beside the
/// usual ways, against the simulator.
struct PacingBenchmark {
  /// Creates a second that the server lets through.
  private static let limits = [10.0, 50, 200]
  private static let warmUp = Duration.seconds(10)
  private static let length = Duration.seconds(60)

  /// A way of sending creates, by as many workers.
  private enum Way: String, CaseIterable {
    case ours = "qubitro-host"
    case retryAfter = "eight workers, each waits for Retry-After"
    case backoff = "eight workers, each with exponential backoff"
  }

  func run() async throws {
    print(
      "Creates against a limit: share of it that is used, and share of requests refused with 429;")
    print("\(Self.length) after the first \(Self.warmUp), 5 ms latency\n")
    for limit in Self.limits {
      // Each against a server of its own, at the same time.
      let figures = try await withThrowingTaskGroup(of: (Way, used: Double, refused: Double).self) {
        group in
        for way in Way.allCases {
          group.addTask {
            let (used, refused) = try await measure(way, limit)
            return (way, used, refused)
          }
        }
        return try await group.reduce(into: [Way: (used: Double, refused: Double)]()) {
          $0[$1.0] = ($1.used, $1.refused)
        }
      }
      for way in Way.allCases {
        guard let (used, refused) = figures[way] else { continue }
        let what = "\(Int(limit)) a second: \(way.rawValue)".padding(
          toLength: 64, withPad: " ", startingAt: 0)
        print(
          "\(what) \(String(format: "%5.1f %% used, %5.1f %% refused", used * 100, refused * 100))")
      }
    }
  }

  private func measure(_ way: Way, _ limit: Double) async throws -> (used: Double, refused: Double)
  {
    var settings = WorldSettings()
    settings.rateLimit = limit
    settings.latency = .milliseconds(5)
    let world = World(projects: ["p"], keys: ["bench"], settings: settings)
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await SimulatorServer(world: world).run { running.yield($0) } }
      guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
      let counter = Counter()
      let transport = HTTPTransport(
        key: try APIKey("bench"), to: try BaseURL("http://127.0.0.1:\(port)"), userAgent: "bench")
      let counted = CountingTransport(next: transport, counter: counter)
      let client = QubitroClient(
        baseURL: try BaseURL("http://127.0.0.1:\(port)"), transport: counted,
        pacer: Pacer(concurrency: 8), pause: Sleep())
      let workers = (0..<8).map { worker in
        Task {
          var number = 0
          while !Task.isCancelled {
            number += 1
            await send("d\(worker)-\(number)", way, client, counted, port)
          }
        }
      }
      try await Task.sleep(for: Self.warmUp)
      counter.reset()
      try await Task.sleep(for: Self.length)
      let (accepted, refused) = counter.counts
      for worker in workers { worker.cancel() }
      for worker in workers { await worker.value }
      await transport.close()
      group.cancelAll()
      return (
        Double(accepted) / (Self.length / .seconds(1)) / limit,
        Double(refused) / Double(max(1, accepted + refused))
      )
    }
  }

  private func send(
    _ name: String, _ way: Way, _ client: QubitroClient, _ transport: CountingTransport, _ port: Int
  ) async {
    let body = NewDevice(name: name, description: name, source: "mqtt").body()
    if way == .ours {
      guard case .granted(let ticket) = await client.permission() else { return }
      _ = await client.createDevice(in: "p", body: body, with: ticket)
      return
    }
    var pause = Duration.milliseconds(200)
    while !Task.isCancelled {
      let exchange = await transport.send(
        HTTPRequest(.post, "http://127.0.0.1:\(port)/v2/projects/p/devices", body: body))
      guard case .answered(let response) = exchange, response.status == 429 else { return }
      let floor =
        way == .retryAfter
        ? RetryAfter.duration(response.retryAfter, now: .now) ?? pause
        : pause * Double.random(in: 0...1)
      try? await Task.sleep(for: floor)
      pause = min(.seconds(20), pause * 2)
    }
  }
}

/// What was let through and what was refused.
private final class Counter: Sendable {
  private let state = Mutex((accepted: 0, refused: 0))

  var counts: (accepted: Int, refused: Int) { state.withLock { $0 } }

  func reset() {
    state.withLock { $0 = (0, 0) }
  }

  func note(_ exchange: Exchange) {
    guard case .answered(let response) = exchange else { return }
    state.withLock { state in
      if response.status == 429 { state.refused += 1 } else { state.accepted += 1 }
    }
  }
}

private struct CountingTransport: Transport {
  let next: HTTPTransport
  let counter: Counter

  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    let exchange = await next.send(request, to: receiver)
    counter.note(exchange)
    return exchange
  }
}

private struct Sleep: Pause {
  func wait(_ duration: Duration) async -> Bool {
    try? await Task.sleep(for: duration)
    return !Task.isCancelled
  }
}
