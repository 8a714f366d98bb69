import QubitroClient
import Terminal

extension HostError {
  /// Why a call of the API came to nothing; nil when it was done.
  ///
  /// `what` begins the sentence, such as "device 17 could not be read".
  init?(_ outcome: CallOutcome, _ what: String) {
    let (status, why): (ExitStatus, String)
    switch outcome {
    case .done: return nil
    case .notSent(let reason): (status, why) = (.unavailable, "not sent: \(reason)")
    case .unknown(let problem): (status, why) = (.unavailable, problem.text)
    case .refused(.notFound, let problem):
      (status, why) = (.noInput, "the API does not know it, or the key may not see it (\(problem.text))")
    case .refused(.keyRefused, let problem): (status, why) = (.noPermission, "the API refused the key (\(problem.text))")
    case .refused(.redirected, let problem):
      (status, why) = (.configuration, "the base URL answers with a redirect, which is not followed (\(problem.text))")
    case .refused(.tooManyRequests, let problem): (status, why) = (.tryLater, "refused for now (\(problem.text))")
    case .refused(.accountOverdue, let problem), .refused(.rejected, let problem): (status, why) = (.failed, problem.text)
    }
    self.init(status, "\(what): \(TerminalSafe.line(why))")
  }
}
