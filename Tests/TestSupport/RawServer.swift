import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A TCP server whose answer to each request is a text, as it stands; it closes the connection
/// where that is nil.
package final class RawServer: Sendable {
  /// What is answered to the n-th request, counted from 0, whose text is given.
  package typealias Answer = @Sendable (_ number: Int, _ request: String) -> String?

  private final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let server: RawServer
    private var received = ""

    init(_ server: RawServer) {
      self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += String(buffer: unwrapInboundIn(data))
      guard let end = received.range(of: "\r\n\r\n") else { return }
      // Bodies are JSON objects, and a request without a length has none.
      let hasBody = received[..<end.lowerBound].lowercased().contains("content-length: ")
      guard !hasBody || received.hasSuffix("}") else { return }
      let answer = server.next(received)
      received = ""
      guard let answer else { return context.close(promise: nil) }
      context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
    }
  }

  private let answer: Answer
  private let state = Mutex<[String]>([])

  private init(_ answer: @escaping Answer) {
    self.answer = answer
  }

  /// What was read, in order.
  package var requests: [String] { state.withLock { $0 } }

  private func next(_ request: String) -> String? {
    let number = state.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    return answer(number, request)
  }

  /// Answers the n-th request with the n-th of these while `body` runs, and closes on those that
  /// follow.
  package static func run<Result: Sendable>(
    answering answers: [String?], _ body: (RawServer, _ port: Int) async throws -> Result
  ) async throws -> Result {
    try await run(answering: { number, _ in number < answers.count ? answers[number] : nil }, body)
  }

  /// Serves over loopback while `body` runs.
  package static func run<Result: Sendable>(
    answering answer: @escaping Answer, _ body: (RawServer, _ port: Int) async throws -> Result
  ) async throws -> Result {
    let server = RawServer(answer)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Connection(server))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let result = try await body(server, channel.localAddress?.port ?? 0)
    try await channel.close()
    return result
  }
}
