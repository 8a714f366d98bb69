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

  package var message: String {
    switch self {
    case .invalid(let reason): reason
    case .unauthorized: "Authentication failed or was not provided."
    case .forbidden: "The key does not have access to the requested resource."
    case .notFound: "The requested resource could not be found."
    }
  }
}
