/// Sends one request, once.
///
/// The contract: `send` sends the request at most one time, follows no redirect, retries nothing,
/// adds the API key and the common headers, and ends within its deadline, which covers the
/// response's body. `notSent` is a proof: `send` returns it only if no byte of the request left. In
/// doubt it returns `lost`.
package protocol Transport: Sendable {
  /// Sends the request.
  ///
  /// If there is a `receiver`, the body of a 2xx goes to it, and the response has none.
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange
}

extension Transport {
  /// Sends the request, and holds the response's whole body.
  package func send(_ request: HTTPRequest) async -> Exchange {
    await send(request, to: nil)
  }
}

/// Takes the body of a successful response piece by piece, so that nobody holds the whole body.
package protocol BodyReceiver: Sendable {
  /// Whether it has taken a piece, which cannot be undone.
  var hasReceived: Bool { get }

  /// Takes the next piece; the server's sending is held back meanwhile.
  ///
  /// An error ends the request, and the exchange is lost.
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

    /// Whether a request of this method may be sent again although the first may have been carried
    /// out (RFC 9110, section 9.2.2).
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
