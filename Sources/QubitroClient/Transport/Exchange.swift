/// What became of one request on the wire.
package enum Exchange: Hashable, Sendable {
  /// No byte of the body left this machine: nothing can have come of it.
  case notSent(reason: String)
  /// A whole response came.
  case answered(HTTPResponse)
  /// The request left, and no whole response came: it may have been carried out.
  case lost(reason: String)
}

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

/// What became of a request over all of its attempts.
package struct Delivery: Hashable, Sendable {
  /// What became of the last attempt.
  package var exchange: Exchange
  /// How often it was tried, from 1.
  package var attempts: Int

  package init(_ exchange: Exchange, attempts: Int = 1) {
    self.exchange = exchange
    self.attempts = attempts
  }
}
