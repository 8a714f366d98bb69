package import Foundation

/// Holds each create back until `Pacing` lets it go; the whole run shares one pacer.
package final class Pacer: Sendable {
  /// The longest time that a run waits if the server asks for it; more is for the next run.
  package static let patience = Duration.seconds(60)

  private let start = ContinuousClock.now
  private let startDate: Date
  private let pacing: Waiters<Pacing>

  /// `rate` is in creates per second; `notBefore` is until when the server told an earlier run to
  /// wait.
  package init(
    rate: Double? = nil, concurrency: Int = 8, notBefore: Date? = nil, now: Date = .now
  ) {
    startDate = now
    let hold = notBefore.map { max(0, $0.timeIntervalSince(now)) } ?? 0
    // No server asks for more than the longest, so the clock has been set back since.
    let isCredible = hold <= RetryAfter.longest / .seconds(1)
    pacing = Waiters(
      Pacing(rate: rate, concurrency: concurrency, notBefore: isCredible ? hold : 0))
  }

  /// The time before which the server wants no create; nil if it has passed.
  package var heldUntil: Date? {
    let until = pacing.read(\.heldUntil)
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
    while true {
      let (admission, hasWaited) = await admission()
      switch admission {
      case .go(let number):
        let ticket = CreatePermission.Ticket(number: number)
        // The run may have been told to end meanwhile.
        if !hasWaited { return .granted(ticket) }
        if await pause.wait(.zero) { return .granted(ticket) }
        giveBack(ticket)
        return .interrupted
      case .held(let time) where time > Self.patience / .seconds(1):
        return .heldUntil(startDate.addingTimeInterval(seconds + time))
      case .held(let time):
        witness?.holds(until: startDate.addingTimeInterval(seconds + time))
        guard await pause.wait(.seconds(time)) else { return .interrupted }
      case .wait(let time):
        guard await pause.wait(.seconds(time)) else { return .interrupted }
      case .full: continue
      }
    }
  }

  /// Asks `Pacing`, and asks again after each end while as many are in flight as may be.
  private func admission() async -> (Pacing.Admission, hasWaited: Bool) {
    let first = pacing.update { $0.admit(at: seconds) }
    if first != .full { return (first, false) }
    let later = await pacing.wait { [self] pacing in
      let admission = pacing.admit(at: seconds)
      return admission == .full ? nil : admission
    }
    return (later, true)
  }

  /// Records what became of a create, and lets callers go that wait.
  package func end(_ exchange: Exchange, _ ticket: CreatePermission.Ticket) {
    end(Pacing.Signal(exchange, now: .now), ticket)
  }

  /// Takes back a ticket with which nothing was sent.
  package func giveBack(_ ticket: CreatePermission.Ticket) {
    end(.nothing, ticket)
  }

  private func end(_ signal: Pacing.Signal, _ ticket: CreatePermission.Ticket) {
    pacing.update { $0.end(signal, ticket: ticket.number, at: seconds) }
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
