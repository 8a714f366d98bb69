/// One request, ready for a transport.
package struct HTTPRequest: Sendable {
  /// The methods that the endpoints use.
  package enum Method: String, Sendable {
    case post = "POST"
  }

  package var method: Method
  package var url: String
  package var body: [UInt8]

  package init(_ method: Method, _ url: String, body: [UInt8]) {
    self.method = method
    self.url = url
    self.body = body
  }
}
