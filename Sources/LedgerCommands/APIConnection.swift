import Ledger
import Provisioning
import QubitroClient
import Settings
import Terminal

/// The connection to the API of a command that changes a ledger by hand.
enum APIConnection {
  /// Does some work with a client of the API, and closes the connection after it, also if it fails.
  ///
  /// The API sees `run`, the command's name in the ledger's history, in the header `User-Agent`.
  /// `progressCounter` counts what comes back.
  static func use<Answer>(
    _ configuration: Configuration, key: APIKey, by run: RunID? = nil,
    showing progressCounter: ProgressCounter = ProgressCounter(),
    _ work: (QubitroClient) async throws(HostError) -> Answer
  ) async throws(HostError) -> Answer {
    let transport = HTTPTransport(
      key: key, to: configuration.baseURL,
      userAgent: "qubitro-host/\(version)" + (run.map { " (run \($0))" } ?? ""),
      settings: configuration.transport, limits: configuration.transportLimits)
    let client = QubitroClient(
      baseURL: configuration.baseURL,
      transport: CancellableTransport(over: transport, showing: progressCounter),
      pause: RunControl())
    let answer: Result<Answer, HostError>
    do throws(HostError) {
      answer = .success(try await work(client))
    } catch {
      answer = .failure(error)
    }
    await transport.close()
    return try answer.get()
  }
}

extension HostError {
  /// Why a call of the API did nothing; nil if it was done.
  ///
  /// `what` begins the sentence, such as "device 17 could not be read".
  init?(_ outcome: CallOutcome, _ what: String) {
    let (status, why): (ExitStatus, String)
    switch outcome {
    case .done: return nil
    case .notSent(let reason): (status, why) = (.unavailable, "not sent: \(reason)")
    case .unknown(let problem): (status, why) = (.unavailable, problem.text)
    case .refused(.notFound, let problem):
      (status, why) = (
        .noInput, "the API does not know it, or the key may not see it (\(problem.text))"
      )
    case .refused(.keyRefused, let problem):
      (status, why) = (.noPermission, "the API refused the key (\(problem.text))")
    case .refused(.redirected, let problem):
      (status, why) = (
        .configuration,
        "the base URL answers with a redirect, which is not followed (\(problem.text))"
      )
    case .refused(.tooManyRequests, let problem):
      (status, why) = (.tryLater, "refused for now (\(problem.text))")
    case .refused(.accountOverdue, let problem), .refused(.rejected, let problem):
      (status, why) = (.failed, problem.text)
    }
    self.init(status, "\(what): \(TerminalSafe.line(why))")
  }
}
