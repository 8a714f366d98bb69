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
