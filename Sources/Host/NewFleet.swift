import Ledger
import Provisioning
import Reporting
import Settings
import Terminal

/// Devices that a script makes without asking for any of those that it made before.
///
/// A name that changes with each run makes a new fleet with each run.
struct NewFleet {
  /// How many devices this run has made, or a run would make.
  let made: Int
  /// How many devices earlier runs made.
  let before: Int
  let isPlan: Bool
  let run: RunID

  /// What a person has to know.
  var announcement: String {
    let then =
      before == 1
      ? "1 device before, and has not asked for it now"
      : "\(before) devices before, and has asked for none of them now"
    let now = "\(isPlan ? "it would make" : "it made") \(made) new \(made == 1 ? "one" : "ones")"
    var devices = NextCommand("devices list")
    devices.add("--run", run.description)
    let found = isPlan ? "" : " The new ones: \(devices)."
    return
      "this script, with these arguments, made \(then): \(now). "
      + "Does a name change with each run (a date, a random number)? "
      + "Then each run makes a fleet of its own: make names, or keys, of what stays. "
      + "Where new ones are meant each time, "
      + "give each time an argument of its own, such as batch=2.\(found)"
  }
}

extension Run {
  /// Reports if the script, which has ended well, has made devices and asked for none of those that
  /// it made before.
  func reportNewFleet(_ asked: AskedRows, _ ledger: any LedgerStore) async throws(LedgerError) {
    let counts = report.counts
    let made = (counts["created"] ?? 0) + (counts["planned"] ?? 0)
    // A run that ends early might have asked for them later.
    guard made > 0, !asked.includesEarlierRow, !control.isEnding else { return }
    let before = try await ledger.deviceCount(ofJob: configuration.jobID, besides: id)
    guard before > 0 else { return }
    let fleet = NewFleet(made: made, before: before, isPlan: configuration.mode == .plan, run: id)
    report.announce(fleet.announcement)
  }
}
