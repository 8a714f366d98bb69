import Ledger
import TestSupport
import Testing

@testable import Provisioning

struct InFlightStageTests {
  @Test func `a wait ends once nothing is in flight, and at once if nothing was`()
    async throws
  {
    let inFlight = InFlight()
    await inFlight.drained()
    inFlight.begin()
    inFlight.begin()
    let hasDrained = ProgressCounter()
    // An immediate task runs until it waits, before this one goes on.
    let waiting = Task.immediate {
      await inFlight.drained()
      hasDrained.beat()
    }
    inFlight.end()
    #expect(hasDrained.count == 0)
    inFlight.end()
    try await inTime("the wait for what is in flight ends") { await waiting.value }
    #expect(hasDrained.count == 1)
    await inFlight.drained()
  }
}
