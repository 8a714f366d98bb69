import Testing

@testable import QubitroClient

struct PacingTests {
  /// Admits one, which must go.
  private func go(_ pacing: inout Pacing, at now: Double) throws -> Int {
    guard case .go(let ticket) = pacing.admit(at: now) else {
      Issue.record("not admitted at \(now)")
      throw CancellationError()
    }
    return ticket
  }

  @Test func `four go at once, and one more for each round that all of them succeed`() throws {
    var pacing = Pacing(rate: nil, concurrency: 8)
    for limit in [4, 5, 6, 7, 8, 8] {
      var tickets: [Int] = []
      while case .go(let ticket) = pacing.admit(at: 0) { tickets.append(ticket) }
      #expect(tickets.count == limit)
      #expect(pacing.admit(at: 0) == .full)
      // All are in flight when the first ends, and none is replaced before the last.
      for ticket in tickets { pacing.end(.success, ticket: ticket, at: 0) }
    }
  }

  @Test func `strain halves what may be in flight, once for all that were under way`() throws {
    var pacing = Pacing(rate: nil, concurrency: 64)
    let tickets = try (0..<4).map { _ in try go(&pacing, at: 0) }
    for ticket in tickets { pacing.end(.strain(retryAfter: nil), ticket: ticket, at: 0) }
    _ = try (0..<2).map { _ in try go(&pacing, at: 0) }
    #expect(pacing.admit(at: 0) == .full)
  }

  @Test func `a rate spreads creates evenly, and what came late is caught up`() throws {
    var pacing = Pacing(rate: 10, concurrency: 1000)
    var gone = 0
    for step in 0..<1000 {
      let now = Double(step) / 100
      while case .go(let ticket) = pacing.admit(at: now) {
        gone += 1
        pacing.end(.nothing, ticket: ticket, at: now)
      }
    }
    #expect((99...101).contains(gone), "\(gone)")
  }

  @Test(arguments: [Pacing.Signal.refusedForNow(retryAfter: 7), .strain(retryAfter: 7)])
  func `nothing is sent before the time that the server names, on 429 and on 503`(
    signal: Pacing.Signal
  ) throws {
    var pacing = Pacing(rate: nil, concurrency: 8)
    let ticket = try go(&pacing, at: 1)
    pacing.end(signal, ticket: ticket, at: 2)
    #expect(pacing.heldUntil == 9)
    guard case .held(let time) = pacing.admit(at: 3) else {
      Issue.record("admitted")
      return
    }
    #expect(abs(time - 6) < 0.001)
    _ = try go(&pacing, at: 9.001)
  }

  @Test func `refusals that were under way together lower the rate once`() throws {
    var pacing = Pacing(rate: nil, concurrency: 64)
    for round in 1...3 {
      let now = Double(round)
      var tickets: [Int] = []
      while case .go(let ticket) = pacing.admit(at: now) { tickets.append(ticket) }
      for ticket in tickets { pacing.end(.success, ticket: ticket, at: now) }
    }
    var tickets: [Int] = []
    while case .go(let ticket) = pacing.admit(at: 4) { tickets.append(ticket) }
    for ticket in tickets { pacing.end(.refusedForNow(retryAfter: 0), ticket: ticket, at: 4.01) }
    var gone = 0
    for step in 0..<100 {
      while case .go(let ticket) = pacing.admit(at: 4.01 + Double(step) / 100) {
        gone += 1
        pacing.end(.nothing, ticket: ticket, at: 4.01 + Double(step) / 100)
      }
    }
    #expect(gone > 3, "\(gone)")
  }

  @Test func `what an earlier run was told holds for this one`() {
    var pacing = Pacing(rate: nil, concurrency: 8, notBefore: 5)
    #expect(pacing.admit(at: 0) == .held(5))
  }

  /// A server that lets R creates a second through, with a small burst, and refuses the rest.
  @Test(arguments: [5.0, 20, 50, 200], [0.005, 0.1])
  func `against a limit of R a second nine tenths of it are used, and few creates are refused`(
    rate: Double, latency: Double
  ) {
    var pacing = Pacing(rate: nil, concurrency: 64)
    var server = Server(rate: rate)
    var underWay: [(end: Double, ticket: Int, isAccepted: Bool)] = []
    var accepted = 0
    var refused = 0
    let (warmUp, length, tick) = (10.0, 130.0, 0.001)
    var now = 0.0
    while now < length {
      now += tick
      for request in underWay where request.end <= now {
        if now > warmUp { if request.isAccepted { accepted += 1 } else { refused += 1 } }
        pacing.end(
          request.isAccepted ? .success : .refusedForNow(retryAfter: 1), ticket: request.ticket,
          at: now)
      }
      underWay.removeAll { $0.end <= now }
      while case .go(let ticket) = pacing.admit(at: now) {
        underWay.append((now + latency, ticket, server.accepts(at: now)))
      }
    }
    let used = Double(accepted) / ((length - warmUp) * rate)
    let share = Double(refused) / Double(accepted + refused)
    #expect(used >= 0.9, "\(used) used, \(share) refused")
    #expect(share <= 0.02, "\(used) used, \(share) refused")
  }
}

/// A token bucket of a tenth of a second's requests, and five at least.
private struct Server {
  let rate: Double
  private var tokens: Double
  private var last = 0.0

  init(rate: Double) {
    self.rate = rate
    tokens = max(5, rate / 10)
  }

  mutating func accepts(at now: Double) -> Bool {
    tokens = min(max(5, rate / 10), tokens + (now - last) * rate)
    last = now
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}
