package import Ledger
package import QubitroClient

/// Concludes the rows that earlier runs left in `sending`.
///
/// Those runs have ended, since this one holds the lock.
package enum Recovery {
  /// Concludes each row from the answer that it keeps; a row without an answer becomes unknown.
  ///
  /// Nothing is sent. Returns the rows as they are now.
  package static func conclude(_ ledger: any LedgerStore, by run: RunID) async throws(LedgerError)
    -> [DeviceRecord]
  {
    var concluded: [DeviceRecord] = []
    for record in try await ledger.devices(in: .sending) {
      concluded.append(
        try await ledger.transition(record.key, .conclude(outcome(of: record)), by: run))
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

extension Outcome {
  /// What the ledger records about a create.
  ///
  /// It is `rejected` only if nothing can have been created.
  init(_ outcome: CreateOutcome) {
    switch outcome {
    case .created(let device): self = .created(deviceID: device.id)
    case .createdWithoutCredentials(let deviceID, let reason):
      self = .unknown(reason: reason, deviceID: deviceID)
    case .rejected(let problem), .runStopping(_, let problem), .refusedForNow(let problem):
      self = .rejected(reason: problem.text)
    case .notSent(let reason): self = .rejected(reason: "not sent: \(reason)")
    case .unknown(let problem): self = .unknown(reason: problem.text)
    }
  }
}

extension HTTPResponse {
  /// The answer that the ledger has recorded.
  package init(_ response: RawResponse) {
    self.init(status: response.status, body: response.body)
  }
}

extension RawResponse {
  /// The parts of an answer that the ledger records.
  package init(_ response: HTTPResponse) {
    self.init(status: response.status, body: response.body)
  }
}
