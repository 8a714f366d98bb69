package import JSONCodec

/// The outcome of a call that creates no device, decided from the exchange alone.
package enum CallOutcome: Hashable, Sendable {
  /// A 2xx, with the content of its body; null if there is no body.
  case done(JSON)
  /// Refused; nothing was done.
  case refused(Refusal, CreateOutcome.Problem)
  /// Nothing reached the API.
  case notSent(reason: String)
  /// The API may or may not have carried it out; of a call that only reads, no answer came.
  case unknown(CreateOutcome.Problem)

  /// Why the API refused the call.
  package enum Refusal: String, Hashable, Sendable {
    /// 401, 403.
    case keyRefused
    /// 404.
    case notFound
    /// 3xx: the base URL is not the API's.
    case redirected
    /// 402.
    case accountOverdue
    /// 429.
    case tooManyRequests
    /// Any other 4xx.
    case rejected
  }

  /// Classifies by the status, never by a field of the body.
  package init(_ exchange: Exchange) {
    switch exchange {
    case .notSent(let reason): self = .notSent(reason: reason)
    case .lost(let reason): self = .unknown(.init(message: reason))
    case .answered(let response): self.init(response)
    }
  }

  private init(_ response: HTTPResponse) {
    let problem = CreateOutcome.Problem(
      status: response.status, message: Envelope.message(in: response))
    switch response.status {
    case 200...299: self = Self.done(response)
    case 300...399: self = .refused(.redirected, problem)
    case 401, 403: self = .refused(.keyRefused, problem)
    case 402: self = .refused(.accountOverdue, problem)
    case 404: self = .refused(.notFound, problem)
    case 429: self = .refused(.tooManyRequests, problem)
    case 408: self = .unknown(problem)
    case 400...499: self = .refused(.rejected, problem)
    default: self = .unknown(problem)
    }
  }

  private static func done(_ response: HTTPResponse) -> CallOutcome {
    if response.body.isEmpty { return .done(.null) }
    guard let body = JSON(response.body) else {
      return .unknown(.init(status: response.status, message: Envelope.message(in: response)))
    }
    return .done(Envelope.data(in: body))
  }
}

/// The envelope around Qubitro's answers: `{success, action, status, message, data}`.
///
/// Some answers have none.
enum Envelope {
  /// The content of a body: `data` if there is an envelope, else the body itself.
  static func data(in body: JSON) -> JSON {
    guard body["success"] != nil, let data = body["data"] else { return body }
    return data
  }

  /// The body's own explanation on one line; if it has none, a description of the body.
  static func message(in response: HTTPResponse) -> String {
    let body = JSON(response.body)
    let parts = [body?["message"]?.string, body?["details"]?.string]
      .compactMap(\.self).filter { !$0.isEmpty }
    let text = parts.isEmpty ? words(for: response) : parts.joined(separator: "; ")
    return String(text.map { $0.isNewline ? " " : $0 }.prefix(500))
  }

  private static func words(for response: HTTPResponse) -> String {
    guard let first = response.body.first else { return "no explanation" }
    return first == UInt8(ascii: "<")
      ? "an HTML page, probably from a proxy" : "no explanation that can be read"
  }
}
