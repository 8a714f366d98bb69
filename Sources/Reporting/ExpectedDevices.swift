import Bindings
import Foundation
import Provisioning
import Terminal

/// How many devices there are to be: known only while the script creates an array of them.
struct ExpectedDevices: Hashable, Sendable {
  private var underWay = 0
  private var total = 0

  /// Takes down that an array begins or ends, after `done` devices were dealt with.
  mutating func note(_ batch: DeviceBatch, done: Int) {
    switch batch {
    case .begins(let count):
      if underWay == 0 { total = done }
      underWay += 1
      total += count
    case .ends: underWay -= 1
    }
  }

  /// Nil if nobody knows, or if devices outside the arrays were made meanwhile.
  func total(done: Int) -> Int? {
    underWay > 0 && done <= total ? total : nil
  }
}

extension ProgressLine {
  /// How far a run has come: its devices, those that are held because they may still be settled,
  /// and what it asks of the API.
  init(_ runResult: RunResult, held: Int, _ expected: ExpectedDevices, _ activity: RunActivity) {
    self.init()
    let (meter, waiting) = activity.reading
    done = runResult.dealtWith + held
    total = expected.total(done: done)
    let failures = [.rejected, .exists, .unknown, .quarantined].map(runResult.count).reduce(0, +)
    failed = failures - runResult.acceptedCount + held
    (inFlight, retries) = (meter.inFlight, meter.retries)
    isListing = meter.listing > 0 && meter.inFlight == meter.listing
    self.waiting = waiting.map { (Int($0.until.timeIntervalSinceNow.rounded(.up)), $0.reason) }
  }
}
