import Foundation
import Provisioning
import Terminal

extension ProgressLine {
  /// How far a run has come: its devices, those that are held back for they may be settled yet, and what it asks of the API.
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
