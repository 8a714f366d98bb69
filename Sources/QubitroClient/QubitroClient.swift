package import Foundation
import Synchronization

/// The REST client: endpoints over a transport, paced, and with retries where nothing can have come of a request.
package final class QubitroClient: Sendable {
  /// How long a call may take with all its attempts.
  package static let callLimit = Duration.seconds(180)

  package let baseURL: BaseURL
  package let pacer: Pacer
  private let transport: any Transport
  private let retry: RetryPolicy
  private let pause: any Pause
  private let witness: (any ClientWitness)?
  private let circuit = Circuit()
  private let budget = Mutex(RetryBudget())

  package init(
    baseURL: BaseURL, transport: any Transport, retry: RetryPolicy = .standard, pacer: Pacer = Pacer(), pause: any Pause,
    witness: (any ClientWitness)? = nil
  ) {
    self.baseURL = baseURL
    self.transport = transport
    self.retry = retry
    self.pacer = pacer
    self.pause = pause
    self.witness = witness
  }

  /// Waits until a create may be sent.
  package func permission() async -> CreatePermission {
    circuit.isOpen ? .circuitOpen : await pacer.admit(pause, before: witness)
  }

  /// Takes back a permission that was not used.
  package func giveBack(_ ticket: CreatePermission.Ticket) {
    pacer.giveBack(ticket)
  }

  /// Sends a create that was permitted, and again, when permitted again, only where the last attempt provably created nothing.
  func sendPaced(_ request: HTTPRequest, with ticket: CreatePermission.Ticket) async -> Delivery {
    var next: CreatePermission.Ticket? = ticket
    return await attempts(of: request, isCreate: true, isRepeatable: false) { attempt in
      if next == nil, case .granted(let ticket) = await self.permission() { next = ticket }
      guard let ticket = next else { return nil }
      next = nil
      let exchange = await self.witnessed(attempt) { await self.transport.send(request) }
      self.pacer.end(exchange, ticket)
      if let date = self.pacer.heldUntil, date.timeIntervalSinceNow <= Pacer.patience / .seconds(1) {
        self.witness?.isHeld(until: date)
      }
      self.circuit.note(exchange)
      return exchange
    }
  }

  /// Sends any other request; one of an idempotent method also again when its answer was lost.
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)? = nil) async -> Delivery {
    let isRepeatable = { request.method.isIdempotent && receiver?.hasReceived != true }
    return await attempts(of: request, isCreate: false, isRepeatable: isRepeatable()) { attempt in
      await self.witnessed(attempt) {
        request.method == .get ? await self.read(request, to: receiver) : await self.transport.send(request, to: receiver)
      }
    }
  }

  private func witnessed(_ attempt: Attempt, _ send: () async -> Exchange) async -> Exchange {
    guard let witness else { return await send() }
    witness.began(attempt)
    let start = ContinuousClock.now
    let exchange = await send()
    witness.ended(attempt, exchange, after: .now - start)
    return exchange
  }

  /// Sends a request that only reads, and gives it up when the run is to end: nothing depends on its answer.
  private func read(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    await withTaskGroup(of: Exchange?.self) { group in
      group.addTask { [transport] in await transport.send(request, to: receiver) }
      group.addTask { [pause] in await pause.watch(atMost: Self.callLimit * 10) ? nil : .lost(reason: "the run is to end") }
      defer { group.cancelAll() }
      for await exchange in group {
        if let exchange { return exchange }
      }
      return .lost(reason: "the run is to end")
    }
  }

  /// `send` returns nil for a further attempt that may not be made.
  private func attempts(
    of request: HTTPRequest, isCreate: Bool, isRepeatable: @autoclosure () -> Bool, _ send: (Attempt) async -> Exchange?
  ) async -> Delivery {
    let start = ContinuousClock.now
    budget.withLock { $0.deposit() }
    var attempt = Attempt(request, number: 1, isCreate: isCreate)
    var delivery = Delivery(.notSent(reason: "the run is to end"))
    while true {
      guard let exchange = await send(attempt) else { return delivery }
      delivery = Delivery(exchange, attempts: attempt.number)
      let wait = retry.pause(after: attempt.number, exchange, isRepeatable: isRepeatable(), chance: .random(in: 0...1), now: .now)
      guard let wait, ContinuousClock.now - start + wait < Self.callLimit, isAffordable(exchange) else { return delivery }
      witness?.retries(attempt, after: wait)
      guard await pause.wait(wait) else { return delivery }
      attempt.number += 1
    }
  }

  /// A server that answers 429 is not down; pacing sees to it.
  private func isAffordable(_ exchange: Exchange) -> Bool {
    if case .answered(let response) = exchange, response.status == 429 { return true }
    return budget.withLock { $0.withdraw() }
  }
}

/// Watches what a client does: each request as it begins and ends, and each time that nothing may be sent.
///
/// It is called on the way of every request, so it must be quick, and never wait.
package protocol ClientWitness: Sendable {
  func began(_ attempt: Attempt)
  /// `duration` is the time from the call to the last byte of the answer.
  func ended(_ attempt: Attempt, _ exchange: Exchange, after duration: Duration)
  /// A request is tried again after so long.
  func retries(_ attempt: Attempt, after pause: Duration)
  /// No create is sent before then, as the API wants it.
  func isHeld(until date: Date)
}

/// One request on its way for the first or a further time.
package struct Attempt: Hashable, Sendable {
  package var method: HTTPRequest.Method
  package var url: String
  /// From 1.
  package var number: Int
  /// Whether it makes a device.
  package var isCreate: Bool

  package init(_ request: HTTPRequest, number: Int, isCreate: Bool) {
    method = request.method
    url = request.url
    self.number = number
    self.isCreate = isCreate
  }
}

/// Why a request cannot be made at all.
///
/// What happens to one that is made is an `Exchange`, never an error.
package struct QubitroError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stable label.
  package enum Kind: String, Sendable {
    case configuration
    /// A request that a script made up cannot be sent.
    case request
    /// An answer is not what it should be.
    case response
  }

  package var kind: Kind
  /// What is wrong and what to do, for a person.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
