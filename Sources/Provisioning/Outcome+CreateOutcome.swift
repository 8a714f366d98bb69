import Ledger
import QubitroClient

extension Outcome {
  /// What the ledger keeps of a create.
  ///
  /// A row is `rejected` only where nothing can have been created.
  init(_ outcome: CreateOutcome) {
    switch outcome {
    case .created(let device): self = .created(deviceID: device.id)
    case .createdWithoutCredentials(let deviceID, let reason): self = .unknown(reason: reason, deviceID: deviceID)
    case .rejected(let problem), .runStopping(_, let problem), .refusedForNow(let problem):
      self = .rejected(reason: problem.text)
    case .notSent(let reason): self = .rejected(reason: "not sent: \(reason)")
    case .unknown(let problem): self = .unknown(reason: problem.text)
    }
  }
}
