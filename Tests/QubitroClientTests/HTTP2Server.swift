import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

@testable import Simulator

/// An HTTPS server of HTTP/2 that answers the n-th request with the n-th of its statuses, and where
/// that is nil has read it whole and then closes the connection.
final class HTTP2Server: Sendable {
  private final class Stream: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: HTTP2Server

    init(_ server: HTTP2Server) {
      self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      guard let status = server.next() else {
        context.channel.parent?.close(promise: nil)
        return
      }
      let head = HTTPResponseHead(version: .http2, status: status, headers: ["content-length": "2"])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{}")))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }

  private let state: Mutex<(answers: [HTTPResponseStatus?], requests: Int)>

  private init(_ answers: [HTTPResponseStatus?]) {
    state = Mutex((answers, 0))
  }

  /// How many requests were read to their end.
  var requests: Int { state.withLock { $0.requests } }

  private func next() -> HTTPResponseStatus? {
    state.withLock { state in
      state.requests += 1
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
  }

  static func run<Result: Sendable>(
    answering answers: [HTTPResponseStatus?], as identity: TLSIdentity,
    _ body: (HTTP2Server, _ port: Int) async throws -> Result
  ) async throws -> Result {
    let server = HTTP2Server(answers)
    var configuration = try identity.configuration()
    configuration.applicationProtocols = ["h2"]
    let context = try NIOSSLContext(configuration: configuration)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
          ) { stream in
            stream.eventLoop.makeCompletedFuture {
              try stream.pipeline.syncOperations.addHandlers(
                [HTTP2FramePayloadToHTTP1ServerCodec(), Stream(server)] as [any ChannelHandler])
            }
          }
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let result = try await body(server, channel.localAddress?.port ?? 0)
    try await channel.close()
    return result
  }
}
