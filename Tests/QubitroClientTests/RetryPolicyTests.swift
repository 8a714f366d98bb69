import QubitroClient
import Testing

struct RetryPolicyTests {
  private let policy = RetryPolicy(attempts: 3, base: .milliseconds(100), cap: .milliseconds(150))

  private func answer(_ status: Int, retryAfter: String? = nil) -> Exchange {
    .answered(HTTPResponse(status: status, retryAfter: retryAfter, body: []))
  }

  @Test func `what was not sent is tried again, after a drawn share of a growing pause`() {
    #expect(policy.pause(after: 1, .notSent(reason: ""), chance: 0.5) == .milliseconds(50))
    #expect(policy.pause(after: 2, .notSent(reason: ""), chance: 1) == .milliseconds(150))
    #expect(policy.pause(after: 3, .notSent(reason: ""), chance: 1) == nil)
  }

  @Test func `too many requests waits at least as long as the server asks`() {
    #expect(
      policy.pause(after: 1, answer(429, retryAfter: "2"), chance: 0.5) == .milliseconds(2050))
    #expect(policy.pause(after: 1, answer(429), chance: 0) == .zero)
    #expect(policy.pause(after: 1, answer(429, retryAfter: "61"), chance: 0) == nil)
  }

  @Test func `nothing else is ever tried again`() {
    #expect(policy.pause(after: 1, .lost(reason: ""), chance: 1) == nil)
    for status in [200, 201, 301, 400, 401, 403, 404, 408, 409, 500, 502, 503, 504] {
      #expect(policy.pause(after: 1, answer(status, retryAfter: "1"), chance: 1) == nil)
    }
  }

  @Test func `what may be repeated is tried again when its answer was lost, or the server failed`()
  {
    #expect(
      policy.pause(after: 1, .lost(reason: ""), isRepeatable: true, chance: 0.5)
        == .milliseconds(50))
    #expect(
      policy.pause(after: 1, answer(503, retryAfter: "2"), isRepeatable: true, chance: 0)
        == .seconds(2))
    for status in [200, 301, 400, 401, 403, 404, 409] {
      #expect(policy.pause(after: 1, answer(status), isRepeatable: true, chance: 1) == nil)
    }
  }
}
