package import Bindings
package import Foundation
package import QubitroClient

/// Takes what the parts of a run report.
package protocol RunSink: LogSink {
  /// Takes the result of one device.
  func device(_ result: DeviceResult)

  /// Takes the result of a create that may be settled before the run ends.
  func hold(_ result: DeviceResult)

  /// The results that are held.
  var held: [DeviceResult] { get }

  /// Returns the results that are held, and holds them no longer.
  ///
  /// The caller hands each of them to `device`.
  func takeHeld() -> [DeviceResult]

  /// Counts devices that the script has deleted.
  func deleted(_ count: Int)

  /// Takes why the run stops; `isHalting` lets nothing new begin.
  func stop(_ stop: Stop, isHalting: Bool)

  /// Lets nothing new begin, for a reason that `stop` has taken before.
  func halt()

  /// Warns of something in the run itself, as a script warns by `host.log.warn`.
  func note(_ message: String)
}

extension RunSink {
  /// Takes why the run stops, and lets nothing new begin.
  package func stop(_ stop: Stop) {
    self.stop(stop, isHalting: true)
  }
}

/// What a step of a run is about.
package enum RunTopic: String, Sendable {
  case request, wait, look, settling, lock, ledger
}

/// Observes the steps of a run and its waits, besides the requests of its client.
package protocol RunObserver: ClientObserver {
  /// Takes a step down; `text` contains no secret.
  func note(_ topic: RunTopic, _ text: String)

  /// Takes down that the run waits until `date`; `reason` follows "waiting 12 s: ".
  func waits(until date: Date, because reason: String)
}

/// Why a run stopped before its script's end.
package enum Stop: Hashable, Sendable {
  case usage(String)
  case ledger(String)
  case keyRefused(String)
  case configuration(String)
  case unavailable(String)
  case tryLater(String)
  case accountOverdue(String)
  /// `--max-creates` is reached.
  case createLimit(String)

  package var message: String {
    switch self {
    case .usage(let message), .ledger(let message), .keyRefused(let message),
      .configuration(let message),
      .unavailable(let message),
      .tryLater(let message), .accountOverdue(let message), .createLimit(let message):
      message
    }
  }
}

extension Stop {
  /// Why the run cannot go on after a call that had to succeed; nil if it did.
  ///
  /// `what` says what failed, such as "project 17 could not be listed"; `project` is the one that
  /// the call was about.
  package init?(_ outcome: CallOutcome, what: String, project: String) {
    switch outcome {
    case .done: return nil
    case .notSent(let reason): self = .unavailable("\(what): not sent: \(reason)")
    case .unknown(let problem): self = .unavailable("\(what): \(problem.text)")
    case .refused(let refusal, let problem):
      switch refusal {
      case .keyRefused: self = .keyRefused("the API refused the key (\(problem.text))")
      case .notFound:
        self = .configuration(
          "the API does not know project \(project), or the key may not see it (\(problem.text))")
      case .redirected:
        self = .configuration(
          "the base URL answers with a redirect, which is not followed (\(problem.text))")
      case .accountOverdue: self = .accountOverdue("the account is overdue (\(problem.text))")
      case .tooManyRequests: self = .tryLater("\(what): refused for now (\(problem.text))")
      case .rejected: self = .unavailable("\(what): \(problem.text)")
      }
    }
  }
}
