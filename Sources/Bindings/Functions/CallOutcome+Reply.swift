import Effects
import JSONCodec
import QubitroClient

extension CallOutcome {
  /// What a script receives: the answer's value, or `nil, err`.
  ///
  /// `done` turns the answer into the value.
  func reply(
    to call: Signature, on object: String? = nil, at location: String?,
    _ done: (JSON) -> Value = \.value
  ) -> Reply {
    func failure(
      _ kind: EffectFailure.Kind, _ reason: String, _ problem: CreateOutcome.Problem? = nil
    ) -> Reply {
      let what = object.map { " '\($0)'" } ?? ""
      let quoted =
        problem.map { problem in
          problem.status.map { " (HTTP \($0): \(problem.message))" } ?? " (\(problem.message))"
        } ?? ""
      return EffectFailure(
        kind, "\(call.name)\(what): \(reason)\(quoted)", status: problem?.status,
        isRetryable: kind == .unavailable,
        location: location
      ).reply
    }
    switch self {
    case .done(let answer): return .returned(done(answer))
    case .notSent(let reason): return failure(.unavailable, "not sent: \(reason)")
    case .unknown(let problem): return failure(.unknown, "no answer that can be used", problem)
    case .refused(let refusal, let problem):
      return failure(refusal.kind, refusal.explanation, problem)
    }
  }
}

extension CallOutcome.Refusal {
  fileprivate var kind: EffectFailure.Kind {
    switch self {
    case .keyRefused: .keyRefused
    case .redirected: .configuration
    case .tooManyRequests: .unavailable
    case .notFound: .notFound
    case .accountOverdue, .rejected: .rejected
    }
  }

  fileprivate var explanation: String {
    switch self {
    case .keyRefused: "the API refused the key, or the key may not do this"
    case .notFound: "not found, or the key may not see it"
    case .redirected: "the base URL answers with a redirect, which is not followed"
    case .accountOverdue: "the account is overdue"
    case .tooManyRequests: "refused for now"
    case .rejected: "rejected by the API"
    }
  }
}
