import Ledger
import QubitroClient

extension Outcome {
  /// What the ledger keeps of a create.
  ///
  /// A row is `rejected` only where nothing can have been created.
  init(_ outcome: CreateOutcome) {
    switch outcome {
    case .created(let device): self = .created(deviceID: device.id)
    case .createdWithoutCredentials(let reason): self = .quarantined(reason: reason)
    case .rejected(let problem), .runStopping(_, let problem), .refusedForNow(let problem):
      self = .rejected(reason: Self.text(problem))
    case .notSent(let reason): self = .rejected(reason: "not sent: \(reason)")
    case .unknown(let problem): self = .unknown(reason: Self.text(problem))
    }
  }

  private static func text(_ problem: CreateOutcome.Problem) -> String {
    problem.status.map { "HTTP \($0): \(problem.message)" } ?? problem.message
  }
}
