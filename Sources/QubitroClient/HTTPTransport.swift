import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The wire: one async-http-client, shared by the whole run.
package final class HTTPTransport: Transport {
  /// Limits of one request.
  package struct Limits: Sendable {
    /// From the call to the last byte of the response's body.
    package var total: Duration = .seconds(60)
    package var connect: Duration = .seconds(10)
    /// Shorter than a server's usual keep-alive: a connection that the server closes while a POST is under way costs an unknown.
    package var idle: Duration = .seconds(5)
    /// The largest response body, in bytes.
    package var responseSize = 4 << 20

    package init() {}
  }

  private let client: HTTPClient
  private let key: APIKey
  private let userAgent: String
  private let limits: Limits

  package init(key: APIKey, userAgent: String, limits: Limits = Limits()) {
    self.key = key
    self.userAgent = userAgent
    self.limits = limits
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration(for: limits))
  }

  /// Closes every connection.
  ///
  /// Call it once, when nothing is in flight.
  package func close() async {
    try? await client.shutdown()
  }

  package func send(_ request: HTTPRequest) async -> Exchange {
    let body = WatchedBody(request.body)
    do {
      let wire = wireRequest(for: request, body: body)
      return try await Deadline(duration: limits.total).run { [client, limits] in
        let response = try await client.execute(wire, timeout: TimeAmount(limits.total))
        let bytes = try await response.body.collect(upTo: limits.responseSize)
        return .answered(
          HTTPResponse(
            status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"), body: Array(buffer: bytes)))
      }
    } catch {
      let reason = TransportFault(error, at: request.url).description
      return body.wasPulled ? .lost(reason: reason) : .notSent(reason: reason)
    }
  }

  private func wireRequest(for request: HTTPRequest, body: WatchedBody) -> HTTPClientRequest {
    var wire = HTTPClientRequest(url: request.url)
    wire.method = .init(rawValue: request.method.rawValue)
    wire.headers = [
      "Authorization": key.authorization, "Content-Type": "application/json", "Accept": "application/json",
      "User-Agent": userAgent,
    ]
    wire.body = .stream(body, length: .known(Int64(body.count)))
    return wire
  }

  private static func configuration(for limits: Limits) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = .http1Only
    configuration.timeout = .init(connect: TimeAmount(limits.connect), read: TimeAmount(limits.total))
    configuration.connectionPool.idleTimeout = TimeAmount(limits.idle)
    // Retrying is decided in one place, with jitter and a limit.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }
}
