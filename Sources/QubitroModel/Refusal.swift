/// Why the model refuses a request, with the status that the API documents for it.
package enum Refusal: Error, Hashable, Sendable {
  case invalid(String)
  case unauthorized
  case forbidden
  case notFound

  package var status: Int {
    switch self {
    case .invalid: 400
    case .unauthorized: 401
    case .forbidden: 403
    case .notFound: 404
    }
  }

  /// A word for programs.
  package var code: String {
    switch self {
    case .invalid: "invalid_request"
    case .unauthorized: "unauthorized"
    case .forbidden: "forbidden"
    case .notFound: "not_found"
    }
  }

  package var message: String {
    switch self {
    case .invalid: "The request is not valid."
    case .unauthorized: "Authentication failed or was not provided."
    case .forbidden: "The key does not have access to the requested resource."
    case .notFound: "The requested resource could not be found."
    }
  }

  /// What exactly is wrong with the request, where the message does not say it all.
  package var details: String? {
    guard case .invalid(let reason) = self else { return nil }
    return reason
  }
}
