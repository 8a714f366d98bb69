import Ledger

/// Tells what has become of unknowns by the run's end: of this run's own, and of those that earlier runs left.
struct Leftovers {
  let ledger: any LedgerStore
  let settler: Settler
  let report: Report
  let baseURL: String

  /// Looks for the creates of this run whose answers were lost, and tells them; a run that has to end leaves the looking to the next.
  func tellOwn(isEnding: Bool) async throws(LedgerError) {
    let held = report.takeHeld()
    if !isEnding {
      var unknown: [DeviceRecord] = []
      for result in held {
        if let record = try await record(of: result), record.state == .unknown { unknown.append(record) }
      }
      try await settler.settle(unknown)
    }
    for result in held {
      let record = try await record(of: result)
      report.device(record.map(result.settled) ?? result)
    }
  }

  /// Tells what is left of earlier runs, but for the rows that the script has asked for: these were told then.
  func tell(_ records: [DeviceRecord], unless hasSeen: (DeviceRecord) -> Bool) async throws(LedgerError) {
    for record in records where !hasSeen(record) {
      guard let record = try await ledger.device(record.key) else { continue }
      if let result = DeviceResult(leftBehind: record) { report.device(result) }
      if record.state == .rejected {
        report.note("'\(record.key.key)', left by an earlier run, was not created: \(record.reason ?? "")")
      }
    }
  }

  private func record(of result: DeviceResult) async throws(LedgerError) -> DeviceRecord? {
    guard let key = result.key, let project = result.project else { return nil }
    return try await ledger.device(DeviceKey(key, in: Scope(baseURL: baseURL, project: project)))
  }
}
