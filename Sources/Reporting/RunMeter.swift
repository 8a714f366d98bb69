import Foundation
import QubitroClient

/// Counts what a run asks of the API: a pure value, changed by what a client does.
struct RunMeter: Sendable {
  /// Why nothing is sent for a while.
  struct Wait: Hashable, Sendable {
    var until: Date
    /// To follow "waiting 12 s: ".
    var reason: String
  }

  private(set) var inFlight = 0
  /// How many of them are lists of a project, which take long where it is large.
  private(set) var listing = 0
  private(set) var requests = 0
  private(set) var retries = 0
  private(set) var refusals = 0
  private(set) var answeredCreates = 0
  private var latency = CreateLatency()
  private var wait: Wait?

  mutating func begin(_ attempt: Attempt) {
    inFlight += 1
    requests += 1
    if attempt.number > 1 { retries += 1 }
    if attempt.isList { listing += 1 }
  }

  mutating func end(_ attempt: Attempt, _ exchange: Exchange, after duration: Duration) {
    inFlight -= 1
    if attempt.isList { listing -= 1 }
    guard case .answered(let response) = exchange else { return }
    if response.status == 429 { refusals += 1 }
    if attempt.isCreate {
      answeredCreates += 1
      latency.add(duration)
    }
  }

  /// Of several waits the one that lasts longest is told.
  mutating func wait(until date: Date, because reason: String) {
    if let wait, wait.until >= date { return }
    wait = Wait(until: date, reason: reason)
  }

  /// What the run waits for; nil where that is over.
  func waiting(at now: Date) -> Wait? {
    wait.flatMap { $0.until > now ? $0 : nil }
  }

  func figures(duration: Duration) -> RunFigures {
    var figures = RunFigures(duration: duration)
    (figures.requests, figures.retries, figures.refusals) = (requests, retries, refusals)
    (figures.answeredCreates, figures.latency) = (answeredCreates, latency.figures)
    return figures
  }
}

extension Attempt {
  /// Whether it asks for all devices of a project.
  fileprivate var isList: Bool { method == .get && (url.hasSuffix("/devices") || url.contains("/devices?")) }
}
