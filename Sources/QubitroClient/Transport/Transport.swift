/// Sends one request, once.
///
/// The contract: `send` puts the request on the wire at most one time, follows no redirect, retries nothing, adds the API key and
/// the common headers, and ends within its deadline, which covers the response's body. `notSent` is a proof: it is answered only
/// when no byte of the request left. In doubt it answers `lost`.
package protocol Transport: Sendable {
  /// Sends it; the body of a 2xx goes to `receiver` where there is one, and the response has none.
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange
}

extension Transport {
  /// Sends it, and holds the response's whole body.
  package func send(_ request: HTTPRequest) async -> Exchange {
    await send(request, to: nil)
  }
}

/// Takes the body of a successful response piece by piece, so that it need not be held.
package protocol BodyReceiver: Sendable {
  /// Whether it has been given anything, which cannot be taken back.
  var hasReceived: Bool { get }

  /// Takes the next piece, and holds the sender back until it has; what it throws ends the request, and the exchange is lost.
  func receive(_ bytes: [UInt8]) async throws
}

/// One request, ready for a transport.
package struct HTTPRequest: Sendable {
  /// The methods that the endpoints use.
  package enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether a request of this method may be sent again although the first may have been carried out (RFC 9110, section 9.2.2).
    package var isIdempotent: Bool {
      switch self {
      case .get, .put, .delete: true
      case .post, .patch: false
      }
    }
  }

  package var method: Method
  package var url: String
  /// Nil sends no body and no content type.
  package var body: [UInt8]?
  /// From the call to the last byte of the response; nil takes the transport's own limit.
  package var timeout: Duration?

  package init(_ method: Method, _ url: String, body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.body = body
  }
}
