/// What became of one attempt to send a request.
package enum Exchange: Hashable, Sendable {
  /// No byte of the body left this machine, so the request did nothing.
  case notSent(reason: String)
  /// A whole response came.
  case answered(HTTPResponse)
  /// The request left, and no whole response came: it may have been carried out.
  case lost(reason: String)
}

/// A response as it came, before anything reads it.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  /// The `Retry-After` header, if one came.
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
  /// How many attempts were made, at least 1.
  package var attempts: Int

  package init(_ exchange: Exchange, attempts: Int = 1) {
    self.exchange = exchange
    self.attempts = attempts
  }
}
