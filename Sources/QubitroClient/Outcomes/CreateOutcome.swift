/// What a create came to, decided from the exchange alone.
package enum CreateOutcome: Hashable, Sendable {
  /// The device exists and its credentials are here.
  case created(Device)
  /// The device exists, but the response holds no credentials; `reason` says what it lacks, and `deviceID` is there where it names one.
  case createdWithoutCredentials(deviceID: String?, reason: String)
  /// Refused for good; nothing was created.
  case rejected(Problem)
  /// Nothing was created, and nothing will be in this run: its settings are wrong.
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

  /// A refusal or a failure, as the API or the transport told it.
  package struct Problem: Hashable, Sendable {
    /// The HTTP status; nil when no whole response came.
    package var status: Int?
    package var message: String

    package init(status: Int? = nil, message: String) {
      self.status = status
      self.message = message
    }

    /// Both, on one line.
    package var text: String { status.map { "HTTP \($0): \(message)" } ?? message }
  }
}
