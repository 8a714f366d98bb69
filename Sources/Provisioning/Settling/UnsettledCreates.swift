package import Ledger
import QubitroClient

/// Tells what has become of unknowns by the run's end: of this run's own, and of those that earlier
/// runs left.
package struct UnsettledCreates {
  let ledger: any LedgerStore
  let settler: Settler
  let report: any RunSink
  let baseURL: String

  package init(
    ledger: any LedgerStore, settler: Settler, report: any RunSink, baseURL: String
  ) {
    self.ledger = ledger
    self.settler = settler
    self.report = report
    self.baseURL = baseURL
  }

  /// Looks for the creates of this run whose answers were lost; a run that has to end leaves that
  /// to the next.
  package func settleOwn() async throws(LedgerError) {
    var unknown: [DeviceRecord] = []
    for result in report.held {
      if let record = try await record(of: result), record.state == .unknown {
        unknown.append(record)
      }
    }
    try await settler.settle(unknown)
  }

  /// Tells each create of this run whose answer was lost, as far as can still be read what became
  /// of it.
  package func tellOwn() async {
    for result in report.takeHeld() {
      let record = try? await record(of: result)
      report.device(record.map(result.settled) ?? result)
    }
  }

  /// Tells what is left of earlier runs, but for the rows that the script has asked for, which were
  /// told then, and those of projects that are out of this run's reach.
  package func tell(
    _ records: [DeviceRecord], of project: String?, unless hasSeen: (DeviceRecord) -> Bool
  ) async throws(LedgerError) {
    let unlisted = settler.unlisted
    for record in records where !hasSeen(record) {
      if unlisted[record.key.scope]?.isRefusal == true, record.key.scope.project != project {
        continue
      }
      guard let record = try await ledger.device(record.key) else { continue }
      if let result = DeviceResult(leftBehind: record) { report.device(result) }
      if record.state == .rejected {
        report.note(
          "'\(record.key.key)', left by an earlier run, was not created: \(record.reason ?? "")")
      }
    }
  }

  private func record(of result: DeviceResult) async throws(LedgerError) -> DeviceRecord? {
    guard let key = result.key, let project = result.project else { return nil }
    return try await ledger.device(DeviceKey(key, in: Scope(baseURL: baseURL, project: project)))
  }
}

extension CallOutcome {
  fileprivate var isRefusal: Bool {
    if case .refused = self { true } else { false }
  }
}
