package import Ledger
import QubitroClient

/// Settles and reports, at a run's end, its creates without an answer and those of earlier runs.
package struct UnsettledCreates {
  private let ledger: any LedgerStore
  private let settler: Settler
  private let report: any RunSink
  private let baseURL: String

  package init(
    ledger: any LedgerStore, settler: Settler, report: any RunSink, baseURL: String
  ) {
    self.ledger = ledger
    self.settler = settler
    self.report = report
    self.baseURL = baseURL
  }

  /// Settles the creates of this run whose answers were lost.
  package func settleOwn() async throws(LedgerError) {
    var unknown: [DeviceRecord] = []
    for result in report.held {
      if let record = try await record(of: result), record.state == .unknown {
        unknown.append(record)
      }
    }
    try await settler.settle(unknown)
  }

  /// Reports each create of this run whose answer was lost, with what the ledger now knows of it.
  package func reportOwn() async {
    for result in report.takeHeld() {
      let record = try? await record(of: result)
      report.device(record.map(result.settled) ?? result)
    }
  }

  /// Reports the creates that earlier runs left.
  ///
  /// It leaves out those that the script has asked for, since they were reported then, and those of
  /// another project than this run's which the API refuses to list.
  package func reportEarlier(
    _ records: [DeviceRecord], of project: String?, unless isReported: (DeviceRecord) -> Bool
  ) async throws(LedgerError) {
    let unlisted = settler.unlisted
    for record in records where !isReported(record) {
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
