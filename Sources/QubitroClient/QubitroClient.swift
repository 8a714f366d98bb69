package import Foundation
import Synchronization

/// Qubitro's REST API: its endpoints over a transport, with pacing and retries.
///
/// A request is sent again only if the last attempt provably did nothing, or if the request may be
/// repeated.
package final class QubitroClient: Sendable {
  /// How long a call may take with all its attempts.
  package static let callLimit = Duration.seconds(180)

  package let baseURL: BaseURL
  package let pacer: Pacer
  private let transport: any Transport
  private let retry: RetryPolicy
  private let pause: any Pause
  private let witness: (any ClientObserver)?
  private let circuit = Circuit()
  private let budget = Mutex(RetryBudget())

  package init(
    baseURL: BaseURL, transport: any Transport, retry: RetryPolicy = .standard,
    pacer: Pacer = Pacer(), pause: any Pause, witness: (any ClientObserver)? = nil
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

  /// Sends a create for which `ticket` was granted.
  ///
  /// Each further attempt needs a ticket of its own. It is made only if the last attempt provably
  /// created nothing.
  func sendPaced(_ request: HTTPRequest, with ticket: CreatePermission.Ticket) async -> Delivery {
    var next: CreatePermission.Ticket? = ticket
    return await attempts(of: request, isCreate: true, isRepeatable: false) { attempt in
      if next == nil, case .granted(let ticket) = await self.permission() { next = ticket }
      guard let ticket = next else { return nil }
      next = nil
      let exchange = await self.witnessed(attempt) { await self.transport.send(request) }
      self.pacer.end(exchange, ticket)
      let patience = Pacer.patience / .seconds(1)
      if let date = self.pacer.heldUntil, date.timeIntervalSinceNow <= patience {
        self.witness?.holds(until: date)
      }
      self.circuit.note(exchange)
      return exchange
    }
  }

  /// Sends a request that needs no ticket.
  ///
  /// If the answer is lost, a request with an idempotent method is sent again, unless `receiver`
  /// has taken some of the answer.
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)? = nil) async -> Delivery {
    let isRepeatable = { request.method.isIdempotent && receiver?.hasReceived != true }
    return await attempts(of: request, isCreate: false, isRepeatable: isRepeatable()) { attempt in
      await self.witnessed(attempt) {
        request.method == .get
          ? await self.read(request, to: receiver)
          : await self.transport.send(request, to: receiver)
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

  /// Sends a request that only reads, and gives it up when the run is to end.
  ///
  /// Nothing depends on its answer.
  private func read(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    await withTaskGroup(of: Exchange?.self) { group in
      group.addTask { [transport] in await transport.send(request, to: receiver) }
      group.addTask { [pause] in
        await pause.watch(atMost: Self.callLimit * 10) ? nil : .lost(reason: "the run is to end")
      }
      defer { group.cancelAll() }
      for await exchange in group {
        if let exchange { return exchange }
      }
      return .lost(reason: "the run is to end")
    }
  }

  /// Calls `send` until the policy, the time limit or the budget allows no further attempt.
  ///
  /// `send` returns nil if the attempt may not be made.
  private func attempts(
    of request: HTTPRequest, isCreate: Bool, isRepeatable: @autoclosure () -> Bool,
    _ send: (Attempt) async -> Exchange?
  ) async -> Delivery {
    let start = ContinuousClock.now
    budget.withLock { $0.deposit() }
    var attempt = Attempt(request, number: 1, isCreate: isCreate)
    var delivery = Delivery(.notSent(reason: "the run is to end"))
    while true {
      guard let exchange = await send(attempt) else { return delivery }
      delivery = Delivery(exchange, attempts: attempt.number)
      let wait = retry.pause(
        after: attempt.number, exchange, isRepeatable: isRepeatable(), chance: .random(in: 0...1),
        now: .now)
      guard let wait, ContinuousClock.now - start + wait < Self.callLimit, isAffordable(exchange)
      else { return delivery }
      witness?.retries(attempt, after: wait)
      guard await pause.wait(wait) else { return delivery }
      attempt.number += 1
    }
  }

  /// Whether the budget allows another attempt.
  ///
  /// After a 429 it costs nothing: the server is not down, and pacing slows the requests.
  private func isAffordable(_ exchange: Exchange) -> Bool {
    if case .answered(let response) = exchange, response.status == 429 { return true }
    return budget.withLock { $0.withdraw() }
  }
}

/// Observes a client: when each attempt begins and ends, and when no create may be sent.
///
/// The client calls it on the way of every request, so it must return quickly and never wait.
package protocol ClientObserver: Sendable {
  /// The client begins to send a request.
  func began(_ attempt: Attempt)

  /// An attempt has ended, `duration` after it began.
  ///
  /// The duration includes the last byte of the answer.
  func ended(_ attempt: Attempt, _ exchange: Exchange, after duration: Duration)

  /// The client sends the request again after a pause.
  func retries(_ attempt: Attempt, after pause: Duration)

  /// The client sends no create before `date`, because the API asks for that.
  func holds(until date: Date)
}

/// One attempt to send a request.
package struct Attempt: Hashable, Sendable {
  package var method: HTTPRequest.Method
  package var url: String
  /// Counted from 1.
  package var number: Int
  /// Whether the request creates a device.
  package var isCreate: Bool

  package init(_ request: HTTPRequest, number: Int, isCreate: Bool) {
    method = request.method
    url = request.url
    self.number = number
    self.isCreate = isCreate
  }
}

/// Why a request cannot be made, or why its answer is of no use.
///
/// What became of a request that was made is an `Exchange`, never an error.
package struct QubitroError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong: the settings, the request or the answer.
  package enum Kind: String, Sendable {
    case configuration
    /// A script asks for a request that cannot be sent.
    case request
    /// The answer is not what it should be.
    case response
  }

  package var kind: Kind
  /// What is wrong, and what the user can do about it.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
