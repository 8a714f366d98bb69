/// Sends one request, once.
///
/// The contract: `send` puts the request on the wire at most one time, follows no redirect, retries nothing, adds the API key and
/// the common headers, and ends within its deadline, which covers the response's body. `notSent` is a proof: it is answered only
/// when no byte of the body left. In doubt it answers `lost`.
package protocol Transport: Sendable {
  func send(_ request: HTTPRequest) async -> Exchange
}
