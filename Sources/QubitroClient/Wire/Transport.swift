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
