package import Ledger
import QubitroClient

/// Concludes what an earlier run left in `sending`: that run is dead, since this one holds the lock.
package enum Recovery {
  /// An answer that was kept is read now; a row without one becomes unknown.
  ///
  /// Nothing is sent.
  ///
  /// Returns the rows as they are now.
  package static func conclude(_ ledger: any LedgerStore, by run: RunID) async throws(LedgerError) -> [DeviceRecord] {
    var concluded: [DeviceRecord] = []
    for record in try await ledger.devices(in: .sending) {
      concluded.append(try await ledger.move(record.key, .conclude(outcome(of: record)), by: run))
    }
    return concluded
  }

  private static func outcome(of record: DeviceRecord) -> Outcome {
    guard let response = record.response else {
      return .unknown(reason: "run \(record.run) ended before an answer came")
    }
    return Outcome(CreateOutcome(.answered(HTTPResponse(response))))
  }
}
