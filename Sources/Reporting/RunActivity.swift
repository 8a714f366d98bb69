import Foundation
import Provisioning
import QubitroClient
import Synchronization
import Terminal

/// Counts what a run asks of the API and remembers its last steps, for the progress line, the
/// summary and the report of a failure.
///
/// It costs a lock for each request, and nothing for a device that is known.
package final class RunActivity: RunObserver {
  /// In seconds; a shorter wait is not reported.
  private static let shortestWait: TimeInterval = 0.5

  private let state = Mutex((meter: RunMeter(), ring: DebugRing()))
  private let start = ContinuousClock.now
  private let now: @Sendable () -> Date
  /// Shows each record as it comes; nil if nobody has asked for that.
  private let trace: (@Sendable (String) -> Void)?
  /// Reports a wait; nil if the progress line shows it, or if nobody watches.
  private let report: (@Sendable (String) -> Void)?

  init(
    trace: (@Sendable (String) -> Void)? = nil,
    reportingWaits report: (@Sendable (String) -> Void)? = nil,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.trace = trace
    self.report = report
    self.now = now
  }

  func note(_ topic: RunTopic, _ text: String) {
    note(topic, text, took: nil)
  }

  private func note(
    _ topic: RunTopic, _ text: String, took duration: Duration?, isRoutine: Bool = false
  ) {
    let record = DebugRecord(
      topic: topic, text: text, duration: duration, isRoutine: isRoutine, at: now())
    state.withLock { $0.ring.add(record) }
    trace?(DebugRing.line(record))
  }

  func waits(until date: Date, because reason: String) {
    let time = date.timeIntervalSince(now())
    guard time >= Self.shortestWait else { return }
    let isNews = state.withLock { state in
      let before = state.meter.waiting(at: now())
      state.meter.wait(until: date, because: reason)
      return before?.reason != reason
    }
    guard isNews else { return }
    let seconds = Int(time.rounded(.up))
    note(.wait, "\(seconds) s: \(reason)")
    report?("waiting \(seconds) s: \(reason)")
  }

  /// The counts so far, and what is waited for.
  var reading: (meter: RunMeter, waiting: RunMeter.Wait?) {
    state.withLock { ($0.meter, $0.meter.waiting(at: now())) }
  }

  /// The numbers of the whole run.
  var figures: RunFigures {
    let duration = ContinuousClock.now - start
    return state.withLock { $0.meter.figures(duration: duration) }
  }

  /// The last records about these topics, a line each.
  func lines(about topics: Set<RunTopic>, last count: Int) -> [String] {
    state.withLock { $0.ring.lines(about: topics, last: count) }
  }

  func began(_ attempt: Attempt) {
    state.withLock { $0.meter.begin(attempt) }
  }

  func ended(_ attempt: Attempt, _ exchange: Exchange, after duration: Duration) {
    state.withLock { $0.meter.end(attempt, exchange, after: duration) }
    // Most requests are creates that succeed: no text is made for them.
    let isRoutine = attempt.isRoutine(exchange)
    guard !isRoutine || trace != nil else { return }
    note(.request, "\(attempt.text): \(exchange.text)", took: duration, isRoutine: isRoutine)
  }

  func retries(_ attempt: Attempt, after pause: Duration) {
    if trace != nil {
      note(
        .wait, "\(attempt.text): again after \(DurationText.elapsed(pause))", took: nil,
        isRoutine: true)
    }
    // What holds one create back holds all of them back, and `holds` reports that.
    if !attempt.isCreate {
      waits(
        until: now().addingTimeInterval(pause / .seconds(1)), because: "a request is tried again")
    }
  }

  func holds(until date: Date) {
    waits(until: date, because: "the API wants no request before \(date.formatted(.iso8601))")
  }
}

extension Attempt {
  /// The request without its query, which a script chooses.
  fileprivate var text: String {
    let path = url.split(separator: "?", maxSplits: 1).first.map(String.init) ?? url
    return "\(method.rawValue) \(path)\(number > 1 ? " (attempt \(number))" : "")"
  }

  /// Whether nobody need look into this end: the request did what it was for, or the API refused
  /// its data.
  fileprivate func isRoutine(_ exchange: Exchange) -> Bool {
    guard number == 1, case .answered(let response) = exchange else { return false }
    return switch response.status {
    case 200...299: true
    case 400, 413, 422: true
    case 404: method != .post
    default: false
    }
  }
}

extension Exchange {
  /// What came of it, without a byte of a body.
  fileprivate var text: String {
    switch self {
    case .notSent(let reason): "not sent (\(reason))"
    case .lost(let reason): "no answer (\(reason))"
    case .answered(let response):
      "HTTP \(response.status)"
        + (response.retryAfter.map { ", Retry-After \(TerminalSafe.short($0, to: 40))" } ?? "")
    }
  }
}
