import NIOCore
import NIOPosix
import Synchronization

/// A TCP server that answers the n-th request it reads with the n-th of its answers, and closes the connection where that is nil.
final class RawServer: Sendable {
  private final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let server: RawServer
    private var received = ""

    init(_ server: RawServer) {
      self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += String(buffer: unwrapInboundIn(data))
      // The requests of these tests end with the brace of their JSON body.
      guard received.hasSuffix("}") else { return }
      let answer = server.next(received)
      received = ""
      guard let answer else { return context.close(promise: nil) }
      context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
    }
  }

  private let state: Mutex<(answers: [String?], requests: [String])>

  private init(_ answers: [String?]) {
    state = Mutex((answers, []))
  }

  /// What was read, in order.
  var requests: [String] { state.withLock { $0.requests } }

  private func next(_ request: String) -> String? {
    state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
  }

  static func run<Result: Sendable>(
    answering answers: [String?], _ body: (RawServer, _ port: Int) async throws -> Result
  ) async throws -> Result {
    let server = RawServer(answers)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Connection(server)) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let result = try await body(server, channel.localAddress?.port ?? 0)
    try await channel.close()
    return result
  }
}
