package import Effects
package import QubitroClient

extension CreateDevice {
  /// What a script receives for a device that exists; `isNew` is false when the ledger had it
  /// already.
  package func reply(for proposal: Proposal, _ device: Device, isNew: Bool) -> Reply {
    .returned(device.value(key: proposal.key, isNew: isNew))
  }

  /// The device that a create made, or why there is none to return.
  package func result(of proposal: Proposal, _ outcome: CreateOutcome, attempts: Int) -> Result<
    Device, EffectFailure
  > {
    func failure(
      _ kind: EffectFailure.Kind, _ reason: String, _ problem: CreateOutcome.Problem? = nil
    ) -> Result<Device, EffectFailure> {
      let times = attempts > 1 ? ", after \(attempts) attempts" : ""
      return .failure(
        EffectFailure(
          kind, "\(signature.name) '\(proposal.key)': \(reason)\(times)", status: problem?.status,
          attempts: attempts,
          isRetryable: kind == .unavailable, key: proposal.key, location: proposal.location))
    }
    return switch outcome {
    case .created(let device):
      .success(device)
    case .createdWithoutCredentials(_, let reason):
      failure(.unknown, "created, and has to be looked up: \(reason)")
    case .rejected(let problem):
      failure(.rejected, "rejected by the API\(Self.quote(problem))", problem)
    case .runStopping(let stop, let problem):
      failure(stop.kind, stop.explanation + Self.quote(problem), problem)
    case .refusedForNow(let problem):
      failure(.unavailable, "refused for now\(Self.quote(problem))", problem)
    case .notSent(let reason):
      failure(.unavailable, "not sent: \(reason)")
    case .unknown(let problem):
      failure(.unknown, "may or may not have been created\(Self.quote(problem))", problem)
    }
  }

  private static func quote(_ problem: CreateOutcome.Problem) -> String {
    problem.status.map { " (HTTP \($0): \(problem.message))" } ?? " (\(problem.message))"
  }
}

extension CreateOutcome.Stop {
  fileprivate var kind: EffectFailure.Kind {
    switch self {
    case .keyRefused: .keyRefused
    case .wrongProject, .redirected: .configuration
    case .accountOverdue: .rejected
    }
  }

  fileprivate var explanation: String {
    switch self {
    case .keyRefused: "the API refused the key"
    case .wrongProject: "the API does not know the project, or the key may not see it"
    case .redirected: "the base URL answers with a redirect, which is not followed"
    case .accountOverdue: "the account is overdue"
    }
  }
}
