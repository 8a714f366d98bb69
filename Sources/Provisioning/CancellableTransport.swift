package import Ledger
package import QubitroClient
import Synchronization

/// What a run has on the wire: it counts as progress what comes back, and is cut where the run's
/// end has waited for it long enough.
package final class CancellableTransport: Transport {
  private struct Request {
    var sending: Task<Exchange, Never>
    /// Whether something may come of it, so that the run's end waits for its answer.
    var isChange: Bool
  }

  private struct State {
    var requests: [Int: Request] = [:]
    var count = 0
    /// How many that may have changed something were given up; nil before the cut.
    var givenUp: Int?
  }

  private let next: any Transport
  private let progressCounter: ProgressCounter
  private let state = Mutex(State())

  package init(over next: any Transport, showing progressCounter: ProgressCounter) {
    self.next = next
    self.progressCounter = progressCounter
  }

  /// How many requests are on the wire that may change something.
  var changeCount: Int {
    state.withLock { Self.changes(in: $0) }
  }

  /// How many of them were given up.
  var givenUp: Int {
    state.withLock { $0.givenUp ?? 0 }
  }

  /// Gives up whatever is on the wire, and sends nothing more.
  func cut() {
    let requests = state.withLock { state in
      state.givenUp = state.givenUp ?? Self.changes(in: state)
      return state.requests.values
    }
    for request in requests { request.sending.cancel() }
  }

  package func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    guard
      let (number, sending) = start(
        request, receiver.map { BeatingReceiver(next: $0, progressCounter: progressCounter) })
    else {
      return .notSent(reason: "the run has ended")
    }
    let exchange = await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      sending.cancel()
    }
    let wasCut = state.withLock { state in
      state.requests[number] = nil
      return state.givenUp != nil
    }
    progressCounter.beat()
    guard wasCut, case .lost = exchange else { return exchange }
    return .lost(reason: "the run ended before an answer came")
  }

  private func start(_ request: HTTPRequest, _ receiver: BeatingReceiver?) -> (
    Int, Task<Exchange, Never>
  )? {
    state.withLock { state in
      guard state.givenUp == nil else { return nil }
      let sending = Task { [next] in await next.send(request, to: receiver) }
      state.count += 1
      state.requests[state.count] = Request(sending: sending, isChange: request.method != .get)
      return (state.count, sending)
    }
  }

  private static func changes(in state: State) -> Int {
    state.requests.values.count(where: \.isChange)
  }
}

/// Counts each piece of a body as progress: a long list takes its time.
private struct BeatingReceiver: BodyReceiver {
  let next: any BodyReceiver
  let progressCounter: ProgressCounter

  var hasReceived: Bool { next.hasReceived }

  func receive(_ bytes: [UInt8]) async throws {
    progressCounter.beat()
    try await next.receive(bytes)
  }
}
