import Ledger
import QubitroClient
import Synchronization
import TestSupport
import Testing

@testable import Provisioning

struct CancellableTransportTests {
  private let post = HTTPRequest(.post, "http://127.0.0.1/", body: [])
  private let get = HTTPRequest(.get, "http://127.0.0.1/")

  @Test func `what is given up counts once, and only where it may have changed something`()
    async throws
  {
    let endless = Endless()
    let wire = CancellableTransport(over: endless, showing: ProgressCounter())
    async let first = wire.send(post)
    async let second = wire.send(post)
    async let reading = wire.send(get)
    try await endless.hasBegun(3)
    #expect(wire.changeCount == 2 && wire.givenUp == 0)
    wire.cut()
    for exchange in await [first, second, reading] {
      #expect(exchange == .lost(reason: "the run ended before an answer came"))
    }
    wire.cut()
    #expect(wire.changeCount == 0 && wire.givenUp == 2)
  }

  @Test func `after the cut nothing is sent`() async {
    let endless = Endless()
    let wire = CancellableTransport(over: endless, showing: ProgressCounter())
    wire.cut()
    #expect(await wire.send(post) == .notSent(reason: "the run has ended"))
    #expect(endless.count == 0)
  }

  @Test func `who no longer wants an answer ends the request`() async throws {
    let endless = Endless()
    let wire = CancellableTransport(over: endless, showing: ProgressCounter())
    let asking = Task { await wire.send(get) }
    try await endless.hasBegun(1)
    asking.cancel()
    #expect(await asking.value == .lost(reason: "cancelled"))
  }

  @Test func `what comes back is progress, piece by piece`() async {
    let progressCounter = ProgressCounter()
    let wire = CancellableTransport(over: Pieces(), showing: progressCounter)
    _ = await wire.send(post)
    #expect(progressCounter.count == 1)
    _ = await wire.send(get, to: Taker())
    #expect(progressCounter.count == 5)
  }
}

/// Answers nothing until it is cancelled.
private final class Endless: Transport {
  private let begun = Mutex(0)

  var count: Int { begun.withLock { $0 } }

  func hasBegun(_ number: Int) async throws {
    try await eventually("\(number) requests begin") { count >= number }
  }

  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    begun.withLock { $0 += 1 }
    let (cancellation, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in cancellation {}
    return .lost(reason: "cancelled")
  }
}

/// Hands on a body in three pieces.
private struct Pieces: Transport {
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    for _ in 1...3 { try? await receiver?.receive([]) }
    return .answered(HTTPResponse(status: 200, body: []))
  }
}

private struct Taker: BodyReceiver {
  let hasReceived = false
  func receive(_ bytes: [UInt8]) async throws {}
}
