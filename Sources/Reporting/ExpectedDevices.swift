import Bindings
import Foundation
import Provisioning
import Terminal

/// How many devices there are to be, while arrays of them are worked off: known for as long as one
/// is, and only then.
package struct ExpectedDevices: Hashable, Sendable {
  private var underWay = 0
  private var total = 0

  /// `done` devices were dealt with before.
  mutating func note(_ batch: DeviceBatch, done: Int) {
    switch batch {
    case .begins(let count):
      if underWay == 0 { total = done }
      underWay += 1
      total += count
    case .ends: underWay -= 1
    }
  }

  /// Nil where nobody knows, or others than those of the arrays were made meanwhile.
  func total(done: Int) -> Int? {
    underWay > 0 && done <= total ? total : nil
  }
}

extension ProgressLine {
  /// How far a run has come: its devices, those that are held back for they may be settled yet, and
  /// what it asks of the API.
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
