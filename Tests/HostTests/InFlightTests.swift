import Testing

@testable import Host

struct InFlightTests {
  @Test func `whoever waits goes on once nothing is in flight, and at once where nothing was`() async {
    let inFlight = InFlight()
    await inFlight.drained()
    inFlight.begin()
    inFlight.begin()
    let waiting = Task { await inFlight.drained() }
    await Task.yield()
    inFlight.end()
    inFlight.end()
    await waiting.value
    await inFlight.drained()
  }
}
