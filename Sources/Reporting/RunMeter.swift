import Foundation
import Histogram
import QubitroClient
import Terminal

/// Counts what a run asks of the API: a pure value that each request of the client changes.
struct RunMeter: Sendable {
  /// Why nothing is sent for a while.
  struct Wait: Hashable, Sendable {
    var until: Date
    /// To follow "waiting 12 s: ".
    var reason: String
  }

  private(set) var inFlight = 0
  /// How many of them list a project, which takes long if it is large.
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

  /// Takes down a wait; of several the one that lasts longest counts.
  mutating func wait(until date: Date, because reason: String) {
    if let wait, wait.until >= date { return }
    wait = Wait(until: date, reason: reason)
  }

  /// What the run waits for; nil if the wait is over.
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
  fileprivate var isList: Bool {
    method == .get && (url.hasSuffix("/devices") || url.contains("/devices?"))
  }
}

/// How long the answers to creates took, from the request to the last byte.
///
/// It takes some ten kilobytes, however many there were.
struct CreateLatency: Sendable {
  /// The percentiles that are reported.
  struct Figures: Hashable, Sendable {
    var p50: Duration
    var p90: Duration
    var p99: Duration
    var most: Duration
  }

  /// In microseconds, up to an hour, to one part in a hundred.
  private var histogram = Histogram<UInt32>(
    lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: .two)

  mutating func add(_ duration: Duration) {
    let microseconds = min(max(0, duration / .microseconds(1)), 3_600_000_000)
    _ = histogram.record(UInt64(microseconds))
  }

  /// Nil if there was no answer.
  var figures: Figures? {
    guard histogram.totalCount > 0 else { return nil }
    return Figures(
      p50: percentile(50), p90: percentile(90), p99: percentile(99),
      most: .microseconds(Int64(histogram.max)))
  }

  private func percentile(_ share: Double) -> Duration {
    .microseconds(Int64(histogram.valueAtPercentile(share)))
  }
}

/// What a run took and asked of the API: the numbers of its summary.
struct RunFigures: Hashable, Sendable {
  var duration: Duration
  /// Every request, and every attempt of it.
  var requests = 0
  /// How many of them were further attempts.
  var retries = 0
  /// How many were answered with 429.
  var refusals = 0
  /// How many creates were answered.
  var answeredCreates = 0
  var latency: CreateLatency.Figures?

  /// The figures in words, with how many creates were `made`; nil if the run has asked nothing.
  func text(made: Int) -> String? {
    guard requests > 0 else { return nil }
    var parts: [String] = []
    if made > 0 {
      let rate = Double(made) / max(duration / .seconds(1), 0.001)
      parts.append("\(counted(made, "create")), \(DurationText.tenths(rate)) a second")
    }
    if let latency {
      let figures = [
        ("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99), ("max", latency.most),
      ]
      parts.append(
        "answers in "
          + figures.map { "\(DurationText.elapsed($1)) (\($0))" }.joined(separator: ", "))
    }
    let retried = retries == 0 ? "" : ", \(counted(retries, "retry", "retries"))"
    let refused = refusals == 0 ? "" : ", \(refusals) answered with 429"
    parts.append("\(counted(requests, "request"))\(retried)\(refused)")
    return parts.joined(separator: "; ")
  }
}
