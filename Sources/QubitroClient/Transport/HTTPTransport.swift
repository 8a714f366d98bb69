import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPCompression
import Synchronization

/// HTTP over the network, through one async-http-client that the whole run shares.
package final class HTTPTransport: Transport {
  /// Limits of one request.
  package struct Limits: Sendable {
    /// From the call to the last byte of the response's body.
    package var total: Duration = .seconds(60)
    /// The same for a body that is received piece by piece.
    package var streamed: Duration = .seconds(600)
    package var connect: Duration = .seconds(10)
    /// Shorter than a server's usual keep-alive, because the outcome of a POST is unknown if the
    /// server closes its connection.
    package var idle: Duration = .seconds(5)
    /// The largest response body that is held, in bytes.
    package var responseSize = 4 << 20

    package init() {}
  }

  private let client: HTTPClient
  private let key: APIKey
  private let userAgent: String
  private let limits: Limits

  /// Every request goes below `baseURL`, and the server's certificate must be for its host.
  package init(
    key: APIKey, to baseURL: BaseURL, userAgent: String,
    settings: TransportSettings = TransportSettings(), limits: Limits = Limits()
  ) {
    self.key = key
    self.userAgent = userAgent
    self.limits = limits
    client = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: Self.configuration(settings, limits, to: baseURL))
  }

  /// Closes every connection.
  ///
  /// Call it once, when nothing is in flight.
  package func close() async {
    try? await client.shutdown()
  }

  package func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    let body = WatchedBody(request.body ?? [])
    let total = request.timeout ?? (receiver == nil ? limits.total : limits.streamed)
    do {
      let outgoing = clientRequest(for: request, body: body)
      return try await Deadline(duration: total).run { [client, limits, key] in
        let response = try await client.execute(outgoing, timeout: TimeAmount(total))
        let isStreamed = (200...299).contains(response.status.code)
        let bytes = try await Self.collect(
          response.body, to: isStreamed ? receiver : nil, atMost: limits.responseSize)
        return .answered(
          HTTPResponse(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "Retry-After"),
            body: key.masked(in: bytes)))
      }
    } catch {
      let reason = TransportFault(error, at: request.url).description
      return Self.isProofOfNothing(error, request, body)
        ? .notSent(reason: reason) : .lost(reason: reason)
    }
  }

  /// The bytes of the response's body; none if a receiver takes them.
  private static func collect(
    _ body: HTTPClientResponse.Body, to receiver: (any BodyReceiver)?, atMost limit: Int
  ) async throws -> [UInt8] {
    guard let receiver else { return Array(buffer: try await body.collect(upTo: limit)) }
    for try await piece in body { try await receiver.receive(Array(buffer: piece)) }
    return []
  }

  /// Whether no byte of the request's body left, or the server says that it did not process the
  /// request (RFC 9113, section 8.7).
  private static func isProofOfNothing(
    _ error: any Error, _ request: HTTPRequest, _ body: WatchedBody
  ) -> Bool {
    if let closed = error as? NIOHTTP2Errors.StreamClosed, closed.errorCode == .refusedStream {
      return true
    }
    return request.body != nil && !body.wasPulled
  }

  private func clientRequest(for request: HTTPRequest, body: WatchedBody) -> HTTPClientRequest {
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = .init(rawValue: request.method.rawValue)
    outgoing.headers = [
      "Authorization": key.authorization, "Accept": "application/json",
      "Accept-Encoding": "gzip, deflate", "User-Agent": userAgent,
    ]
    guard request.body != nil else { return outgoing }
    outgoing.headers.add(name: "Content-Type", value: "application/json")
    outgoing.body = .stream(body, length: .known(Int64(body.count)))
    return outgoing
  }

  private static func configuration(
    _ settings: TransportSettings, _ limits: Limits, to baseURL: BaseURL
  ) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    if let server = baseURL.serverName {
      configuration.tlsConfiguration = settings.tls(to: server)
      // These run between the handshake and the first request. They do not get the host, and need
      // not: the client follows no redirects, so there is only one.
      configuration.http1_1ConnectionDebugInitializer = { server.verify($0) }
      configuration.http2ConnectionDebugInitializer = { server.verify($0) }
    }
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = settings.usesHTTP2 ? .automatic : .http1Only
    configuration.timeout = .init(
      connect: TimeAmount(limits.connect), read: TimeAmount(limits.total))
    configuration.connectionPool.idleTimeout = TimeAmount(limits.idle)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.connections
    // `RetryPolicy` alone decides about retries, with jitter and a limit.
    configuration.connectionPool.retryConnectionEstablishment = false
    // `collect` bounds the whole unpacked body; this bounds one piece of it.
    configuration.decompression = .enabled(limit: .ratio(200))
    configuration.proxy = settings.proxy.map { proxy in
      .server(
        host: proxy.host, port: proxy.port,
        authorization: proxy.credentials.map {
          .basic(credentials: Data($0.utf8).base64EncodedString())
        })
    }
    return configuration
  }
}

/// A request body that remembers whether anybody asked for its bytes.
///
/// This alone decides whether a request was sent. The type of a transport's error does not tell,
/// because the same error comes before and after the first byte.
final class WatchedBody: AsyncSequence, Sendable {
  private let buffer: ByteBuffer
  private let pulled = Atomic<Bool>(false)

  init(_ bytes: [UInt8]) {
    buffer = ByteBuffer(bytes: bytes)
  }

  var count: Int { buffer.readableBytes }

  /// True from the moment before the first byte is handed out.
  var wasPulled: Bool { pulled.load(ordering: .sequentiallyConsistent) }

  func makeAsyncIterator() -> Iterator {
    Iterator(body: self)
  }

  struct Iterator: AsyncIteratorProtocol {
    fileprivate var body: WatchedBody?

    mutating func next() async -> ByteBuffer? {
      guard let body else { return nil }
      self.body = nil
      body.pulled.store(true, ordering: .sequentiallyConsistent)
      return body.buffer
    }
  }
}
