import JSONCodec

/// The outcome of a create, decided from the exchange alone.
package enum CreateOutcome: Hashable, Sendable {
  /// The device exists and its credentials are here.
  case created(Device)
  /// The device exists, but the response holds no credentials.
  ///
  /// `reason` says what the response lacks; `deviceID` is nil if it names none.
  case createdWithoutCredentials(deviceID: String?, reason: String)
  /// Refused for good; nothing was created.
  case rejected(Problem)
  /// Nothing was created, and nothing will be in this run, because its settings are wrong.
  case runStopping(Stop, Problem)
  /// Refused because of too many requests; nothing was created.
  case refusedForNow(Problem)
  /// Nothing reached the API.
  case notSent(reason: String)
  /// It may or may not have been created.
  case unknown(Problem)

  /// Why the whole run stops.
  package enum Stop: String, Hashable, Sendable {
    /// 401, 403.
    case keyRefused
    /// 404: the project does not exist, or the key may not see it.
    case wrongProject
    /// 3xx: the base URL is not the API's.
    case redirected
    /// 402.
    case accountOverdue
  }

  /// A refusal or a failure, as the API or the transport reports it.
  package struct Problem: Hashable, Sendable {
    /// The HTTP status; nil if no whole response came.
    package var status: Int?
    package var message: String

    package init(status: Int? = nil, message: String) {
      self.status = status
      self.message = message
    }

    /// The status and the message, on one line.
    package var text: String { status.map { "HTTP \($0): \(message)" } ?? message }
  }
}

extension CreateOutcome {
  /// Classifies an exchange by its status, never by a field of its body.
  ///
  /// What is not proven is unknown (RFC 9110, section 9.2.2).
  package init(_ exchange: Exchange) {
    switch exchange {
    case .notSent(let reason): self = .notSent(reason: reason)
    case .lost(let reason): self = .unknown(Problem(message: reason))
    case .answered(let response): self.init(response)
    }
  }

  private init(_ response: HTTPResponse) {
    if (200...299).contains(response.status) {
      self = Self.created(from: response)
      return
    }
    let problem = Problem(status: response.status, message: Envelope.message(in: response))
    switch response.status {
    case 300...399: self = .runStopping(.redirected, problem)
    case 401, 403: self = .runStopping(.keyRefused, problem)
    case 402: self = .runStopping(.accountOverdue, problem)
    case 404: self = .runStopping(.wrongProject, problem)
    case 429: self = .refusedForNow(problem)
    // A 408 may come after the work was done; a 409 may be about this very device.
    case 408, 409: self = .unknown(problem)
    case 400...499: self = .rejected(problem)
    default: self = .unknown(problem)
    }
  }

  private static func created(from response: HTTPResponse) -> CreateOutcome {
    guard let body = JSON(response.body) else {
      return .createdWithoutCredentials(
        deviceID: nil, reason: "the answer \(response.status) is no JSON")
    }
    guard let device = Device(Envelope.data(in: body)) else {
      return .createdWithoutCredentials(
        deviceID: nil, reason: "the answer \(response.status) names no device id")
    }
    guard device.credentials != nil else {
      return .createdWithoutCredentials(
        deviceID: device.id,
        reason: "the answer \(response.status) holds no token for device \(device.id)")
    }
    return .created(device)
  }
}
