import Testing

@testable import LedgerAccess

struct UptimeTests {
  @Test func `two moments of one start are apart by their seconds, and never by less than zero`() {
    let later = Uptime(boot: "a", seconds: 100)
    #expect(later.since(Uptime(boot: "a", seconds: 40)) == 60)
    #expect(Uptime(boot: "a", seconds: 40).since(later) == 0)
  }

  @Test func `moments of two starts are not compared`() {
    #expect(Uptime(boot: "a", seconds: 100).since(Uptime(boot: "b", seconds: 40)) == nil)
    #expect(Uptime(boot: "a", seconds: 100).since(nil) == nil)
  }

  @Test func `this machine has a start, and goes on from it`() throws {
    let first = try #require(Uptime.now)
    let second = try #require(Uptime.now)
    #expect(first.boot.count == 8)
    #expect(second.since(first).map { $0 < 60 } == true)
  }
}
