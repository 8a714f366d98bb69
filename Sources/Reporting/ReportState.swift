import Bindings
import Foundation
import Ledger
import Provisioning
import Terminal

/// What a report has taken in so far: a pure value, which `Report` guards with a lock.
struct ReportState: Sendable {
  static let logLimit = 1000

  var runResult: RunResult
  /// The last lines of the log, which nobody has seen yet.
  private(set) var logged: [String] = []
  /// The results of creates that may be settled before the end.
  private(set) var held: [DeviceResult] = []
  /// What was last notified of open problems, by kind.
  var notified: [String: Notified] = [:]
  private(set) var expected = ExpectedDevices()

  init(_ runResult: RunResult) {
    self.runResult = runResult
  }

  mutating func hold(_ result: DeviceResult) {
    held.append(result)
  }

  /// Gives the held results back, each to be added to the run's result.
  mutating func takeHeld() -> [DeviceResult] {
    defer { held = [] }
    return held
  }

  mutating func expect(_ batch: DeviceBatch) {
    expected.note(batch, done: held.count + runResult.dealtWith)
  }

  /// Keeps a line for the end; of very many only the last.
  mutating func log(_ line: String) {
    if logged.count == Self.logLimit { logged.removeFirst() }
    logged.append(line)
  }

  /// Notes why the run stops; of several reasons the gravest stays, and the first of its kind.
  mutating func stop(_ stop: Stop) {
    let first = runResult.stop ?? stop
    let isGraver =
      stop.status != first.status
      && ExitStatus.first(of: [first.status, stop.status]) == stop.status
    runResult.stop = isGraver ? stop : first
  }

  /// Decides which open problems the run reports: all of them if somebody watches, else those that
  /// are due.
  ///
  /// Returns what will have been notified then, or nil if that is nothing new.
  mutating func decideDue(isWatched: Bool, now: Date) -> [String: Notified]? {
    let problems = runResult.openProblems
    if !isWatched { runResult.due = problems.due(after: notified, now: now) }
    let next = problems.notified(after: notified, now: now)
    return next == notified ? nil : next
  }
}
