package import QubitroClient

extension Stop {
  /// Why nothing can go on after a call that had to succeed, nil when it did; `what` is what failed with it, in `project`.
  package init?(_ outcome: CallOutcome, what: String, project: String) {
    switch outcome {
    case .done: return nil
    case .notSent(let reason): self = .unavailable("\(what): not sent: \(reason)")
    case .unknown(let problem): self = .unavailable("\(what): \(problem.text)")
    case .refused(let refusal, let problem):
      switch refusal {
      case .keyRefused: self = .keyRefused("the API refused the key (\(problem.text))")
      case .notFound:
        self = .configuration("the API does not know project \(project), or the key may not see it (\(problem.text))")
      case .redirected: self = .configuration("the base URL answers with a redirect, which is not followed (\(problem.text))")
      case .accountOverdue: self = .accountOverdue("the account is overdue (\(problem.text))")
      case .tooManyRequests: self = .tryLater("\(what): refused for now (\(problem.text))")
      case .rejected: self = .unavailable("\(what): \(problem.text)")
      }
    }
  }
}
