import Effects
import Ledger
import QubitroClient
import Synchronization
import TestSupport
import Testing

@testable import Bindings
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

  @Test func `if the ledger fails, the run is stopped before the row is no longer in flight`()
    async throws
  {
    let inFlight = InFlight()
    let stops = Stops(inFlight)
    let stage = InFlightStage(
      inFlight: inFlight, failure: LedgerFailure(report: stops, consequence: "; that is all"),
      next: FailingStage())
    #expect(await stage.create(FailingStage.row) == .ended)
    #expect(stops.messages == ["\(FailingStage.error.description); that is all"])
    #expect(stops.wereInFlight)
  }
}

/// A stage whose ledger fails.
private struct FailingStage: CreateStage {
  static let error = LedgerError(.io, "the disk is full")
  static let row = CreateRow(
    Proposal(
      key: "k", project: "p", device: NewDevice(name: "k", description: "", source: "mqtt"),
      body: []),
    under: DeviceKey("k", in: Scope(baseURL: "", project: "p")))

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    throw Self.error
  }
}

/// Takes why a run stops, and whether a row was still in flight then.
private final class Stops: RunSink {
  private struct State {
    var messages: [String] = []
    var wereInFlight = true
  }

  private let inFlight: InFlight
  private let state = Mutex(State())

  init(_ inFlight: InFlight) {
    self.inFlight = inFlight
  }

  var messages: [String] { state.withLock(\.messages) }
  var wereInFlight: Bool { state.withLock(\.wereInFlight) }
  var held: [DeviceResult] { [] }

  func stop(_ stop: Stop, isHalting: Bool) {
    let hasDrained = ProgressCounter()
    // An immediate task runs until it waits, before this one goes on.
    Task.immediate { [inFlight] in
      await inFlight.drained()
      hasDrained.beat()
    }
    let isInFlight = hasDrained.count == 0
    state.withLock { state in
      state.messages.append(stop.message)
      state.wereInFlight = state.wereInFlight && isInFlight
    }
  }

  func device(_ result: DeviceResult) {}
  func hold(_ result: DeviceResult) {}
  func takeHeld() -> [DeviceResult] { [] }
  func deleted(_ count: Int) {}
  func halt() {}
  func note(_ message: String) {}
  func log(_ record: LogRecord) {}
}
