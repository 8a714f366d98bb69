package import Ledger
package import QubitroClient
import Synchronization

/// Counts what comes back as progress, and can give up the requests in flight.
///
/// A run that is to end gives them up once it has waited long enough for their answers.
package final class CancellableTransport: Transport {
  private struct Request {
    var sending: Task<Exchange, Never>
    /// Whether it may change something, so that the run's end waits for its answer.
    var isChange: Bool
  }

  private struct State {
    var requests: [Int: Request] = [:]
    var count = 0
    /// How many changes were given up; nil until `cancel` is called.
    var givenUpCount: Int?
  }

  private let next: any Transport
  private let progressCounter: ProgressCounter
  private let state = Mutex(State())

  /// `progressCounter` counts what comes back from `next`.
  package init(over next: any Transport, showing progressCounter: ProgressCounter) {
    self.next = next
    self.progressCounter = progressCounter
  }

  /// How many of the requests in flight may change something.
  var changeCount: Int {
    state.withLock { Self.changes(in: $0) }
  }

  /// How many requests were given up that may have changed something.
  var givenUpCount: Int {
    state.withLock { $0.givenUpCount ?? 0 }
  }

  /// Gives up the requests in flight, and sends nothing more.
  func cancel() {
    let requests = state.withLock { state in
      state.givenUpCount = state.givenUpCount ?? Self.changes(in: state)
      return state.requests.values
    }
    for request in requests { request.sending.cancel() }
  }

  package func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    guard
      let (number, sending) = start(
        request, receiver.map { ProgressReceiver(next: $0, progressCounter: progressCounter) })
    else {
      return .notSent(reason: "the run has ended")
    }
    let exchange = await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      sending.cancel()
    }
    let isCancelled = state.withLock { state in
      state.requests[number] = nil
      return state.givenUpCount != nil
    }
    progressCounter.beat()
    guard isCancelled, case .lost = exchange else { return exchange }
    return .lost(reason: "the run ended before an answer came")
  }

  private func start(_ request: HTTPRequest, _ receiver: ProgressReceiver?) -> (
    Int, Task<Exchange, Never>
  )? {
    state.withLock { state in
      guard state.givenUpCount == nil else { return nil }
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

/// Counts each piece of a body as progress, since a long list takes its time.
private struct ProgressReceiver: BodyReceiver {
  let next: any BodyReceiver
  let progressCounter: ProgressCounter

  var hasReceived: Bool { next.hasReceived }

  func receive(_ bytes: [UInt8]) async throws {
    progressCounter.beat()
    try await next.receive(bytes)
  }
}
