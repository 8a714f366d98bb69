package import Foundation
import Synchronization

/// Holds each create back until `Pacing` lets it go; the whole run shares one pacer.
package final class Pacer: Sendable {
  /// The longest time that a run waits if the server asks for it; more is for the next run.
  package static let patience = Duration.seconds(60)

  private struct State {
    var pacing: Pacing
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let start = ContinuousClock.now
  private let startDate: Date
  private let state: Mutex<State>

  /// `rate` is in creates per second; `notBefore` is until when the server told an earlier run to
  /// wait.
  package init(
    rate: Double? = nil, concurrency: Int = 8, notBefore: Date? = nil, now: Date = .now
  ) {
    startDate = now
    let hold = notBefore.map { max(0, $0.timeIntervalSince(now)) } ?? 0
    // No server asks for more than the longest, so the clock has been set back since.
    let isCredible = hold <= RetryAfter.longest / .seconds(1)
    state = Mutex(
      State(pacing: Pacing(rate: rate, concurrency: concurrency, notBefore: isCredible ? hold : 0)))
  }

  /// The time before which the server wants no create; nil if it has passed.
  package var heldUntil: Date? {
    let until = state.withLock { $0.pacing.heldUntil }
    return until > seconds ? startDate.addingTimeInterval(until) : nil
  }

  private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Waits until a create may be sent.
  ///
  /// It reports to the witness if the server is the reason for the wait. After the create, the
  /// caller hands the ticket to `end`.
  package func admit(
    _ pause: any Pause, before witness: (any ClientObserver)? = nil
  ) async -> CreatePermission {
    let permission = await ask(pause, witness)
    if case .granted = permission { return permission }
    // This caller sends nothing, so no end of its own wakes those that still wait.
    wake { $0.count }
    return permission
  }

  private func ask(_ pause: any Pause, _ witness: (any ClientObserver)?) async -> CreatePermission {
    while true {
      switch state.withLock({ $0.pacing.admit(at: seconds) }) {
      case .go(let ticket): return .granted(CreatePermission.Ticket(number: ticket))
      case .held(let time) where time > Self.patience / .seconds(1):
        return .heldUntil(startDate.addingTimeInterval(seconds + time))
      case .held(let time):
        witness?.holds(until: startDate.addingTimeInterval(seconds + time))
        guard await pause.wait(.seconds(time)) else { return .interrupted }
      case .wait(let time):
        guard await pause.wait(.seconds(time)) else { return .interrupted }
      case .full:
        await waitForEnd()
        guard await pause.wait(.zero) else { return .interrupted }
      }
    }
  }

  /// Waits until a create ends.
  ///
  /// One may have ended since `Pacing` was asked, so it is asked again under the lock.
  private func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let isFull = state.withLock { state in
        var question = state.pacing
        guard question.admit(at: seconds) == .full else { return false }
        state.waiting.append(continuation)
        return true
      }
      if !isFull { continuation.resume() }
    }
  }

  /// Records what became of a create, and wakes callers that wait.
  package func end(_ exchange: Exchange, _ ticket: CreatePermission.Ticket) {
    end(Pacing.Signal(exchange, now: .now), ticket)
  }

  /// Takes back a ticket with which nothing was sent.
  package func giveBack(_ ticket: CreatePermission.Ticket) {
    end(.nothing, ticket)
  }

  private func end(_ signal: Pacing.Signal, _ ticket: CreatePermission.Ticket) {
    let room = state.withLock { state in
      state.pacing.end(signal, ticket: ticket.number, at: seconds)
      return state.pacing.room
    }
    wake { min(max(1, room), $0.count) }
  }

  /// Wakes the first callers that wait; they ask `Pacing` again.
  private func wake(_ count: (_ waiting: [CheckedContinuation<Void, Never>]) -> Int) {
    let woken = state.withLock { state in
      let number = count(state.waiting)
      defer { state.waiting.removeFirst(number) }
      return state.waiting.prefix(number)
    }
    for continuation in woken { continuation.resume() }
  }
}

extension Pacing.Signal {
  /// What an exchange says about the server.
  init(_ exchange: Exchange, now: Date) {
    switch exchange {
    case .notSent: self = .nothing
    case .lost: self = .strain(retryAfter: nil)
    case .answered(let response):
      let retryAfter = RetryAfter.duration(response.retryAfter, now: now).map { $0 / .seconds(1) }
      switch response.status {
      case 200...299: self = .success
      case 429: self = .refusedForNow(retryAfter: retryAfter)
      case 408, 500...599: self = .strain(retryAfter: retryAfter)
      default: self = .nothing
      }
    }
  }
}

/// Whether a create may be sent now.
package enum CreatePermission: Hashable, Sendable {
  /// The grant of one create; its holder hands it back with the create, or unused.
  package struct Ticket: Hashable, Sendable {
    let number: Int
  }

  case granted(Ticket)
  /// The run is to end.
  case interrupted
  /// The API wants no create before then, and a run does not wait for so long.
  case heldUntil(Date)
  /// So many creates in a row failed that no more are sent.
  case circuitOpen
}
