/// An answer as it came, before anything reads it.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  /// The `Retry-After` header, where one came.
  package var retryAfter: String?
  package var body: [UInt8]

  package init(status: Int, retryAfter: String? = nil, body: [UInt8]) {
    self.status = status
    self.retryAfter = retryAfter
    self.body = body
  }
}
