import Ledger
import QubitroClient
import Synchronization
import TestSupport
import Testing

@testable import Provisioning

struct CancellableTransportTests {
  private let post = HTTPRequest(.post, "http://127.0.0.1/", body: [])
  private let get = HTTPRequest(.get, "http://127.0.0.1/")

  @Test func `a request that is given up counts once, and only if it may have changed something`()
    async throws
  {
    let endless = Endless()
    let transport = CancellableTransport(over: endless, showing: ProgressCounter())
    async let first = transport.send(post)
    async let second = transport.send(post)
    async let reading = transport.send(get)
    try await endless.hasBegun(3)
    #expect(transport.changeCount == 2 && transport.givenUpCount == 0)
    transport.cancel()
    for exchange in await [first, second, reading] {
      #expect(exchange == .lost(reason: "the run ended before an answer came"))
    }
    transport.cancel()
    #expect(transport.changeCount == 0 && transport.givenUpCount == 2)
  }

  @Test func `after the requests are given up nothing is sent`() async {
    let endless = Endless()
    let transport = CancellableTransport(over: endless, showing: ProgressCounter())
    transport.cancel()
    #expect(await transport.send(post) == .notSent(reason: "the run has ended"))
    #expect(endless.count == 0)
  }

  @Test func `a caller that is cancelled ends its request`() async throws {
    let endless = Endless()
    let transport = CancellableTransport(over: endless, showing: ProgressCounter())
    let asking = Task { await transport.send(get) }
    try await endless.hasBegun(1)
    asking.cancel()
    #expect(await asking.value == .lost(reason: "cancelled"))
  }

  @Test func `each piece of an answer is progress`() async {
    let progressCounter = ProgressCounter()
    let transport = CancellableTransport(over: Pieces(), showing: progressCounter)
    _ = await transport.send(post)
    #expect(progressCounter.count == 1)
    _ = await transport.send(get, to: Taker())
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

/// Answers with a body in three pieces.
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
