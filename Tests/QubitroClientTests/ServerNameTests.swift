import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import QubitroClient
@testable import Simulator

struct ServerNameTests {
  /// The address of this machine, 127.0.0.1.
  private static let address: TLSIdentity.Subject = .address([127, 0, 0, 1])

  @Test(arguments: [
    ("api.qubitro.com", "api.qubitro.com"), ("API.Qubitro.com", "api.QUBITRO.com."),
    ("api.qubitro.com", "*.qubitro.com"),
  ])
  func `a host fits its own name, and one whose first label is a star`(host: String, name: String) {
    #expect(ServerName.matches(host, name))
  }

  @Test(arguments: [
    ("api.qubitro.com", "qubitro.com"), ("api.qubitro.com", "*.com"),
    ("a.api.qubitro.com", "*.qubitro.com"), ("api.qubitro.com", "a*.qubitro.com"),
    ("api.qubitro.com", "api.*.com"), ("qubitro.com", "*.com"), ("api.qubitro.com", "*"),
    (".qubitro.com", "*.qubitro.com"), ("api.qubitro.com", ""),
  ])
  func `no other name is taken for a host's`(host: String, name: String) {
    #expect(!ServerName.matches(host, name))
  }

  @Test func `a host with other letters is named as DNS and certificates name it`() throws {
    for url in ["https://xn--bcher-kva.test", "https://b\u{FC}cher.test"] {
      #expect(try BaseURL(url).serverName == ServerName("xn--bcher-kva.test"))
    }
    #expect(try BaseURL("https://[::1]:8443").serverName == ServerName("::1"))
  }

  @Test(arguments: [
    [address], [.name("other.test"), address], [], [.name("*.localhost")],
  ])
  func `a certificate that does not name the host gets nothing after the handshake`(
    subjects: [TLSIdentity.Subject]
  ) async throws {
    let identity = try TLSIdentity(for: subjects)
    for throughProxy in [false, true] {
      try await TLSRecorder.run(as: identity) { server, port in
        let exchange = try await send(
          to: "https://localhost:\(port)", trusting: identity,
          throughProxy: throughProxy ? port : nil)
        guard case .notSent(let reason) = exchange else {
          Issue.record("\(exchange)")
          return
        }
        #expect(reason.contains("the server's certificate"), "\(reason)")
        #expect(server.decrypted.isEmpty)
      }
    }
    try await HTTP2Server.run(answering: [.created], as: identity) { server, port in
      let exchange = try await send(
        to: "https://localhost:\(port)", trusting: identity, http2: true)
      guard case .notSent = exchange else {
        Issue.record("\(exchange)")
        return
      }
      #expect(server.requests == 0)
    }
  }

  @Test(
    arguments: [
      ("localhost", [.name("localhost")]),
      ("localhost", [.name("other.test"), .name("LOCALHOST")]),
      ("127.0.0.1", [address]),
    ] as [(String, [TLSIdentity.Subject])])
  func `a certificate for the host, or for the address that the URL names, is taken`(
    host: String, subjects: [TLSIdentity.Subject]
  ) async throws {
    let identity = try TLSIdentity(for: subjects)
    for throughProxy in [false, true] {
      try await TLSRecorder.run(as: identity) { server, port in
        let exchange = try await send(
          to: "https://\(host):\(port)", trusting: identity, throughProxy: throughProxy ? port : nil
        )
        #expect(exchange == .answered(HTTPResponse(status: 201, body: Array("{}".utf8))))
        #expect(server.decrypted.contains("QB_key"))
      }
    }
  }

  @Test func `a certificate for the proxy's address is not one for the host behind it`()
    async throws
  {
    let identity = try TLSIdentity(for: [Self.address])
    try await TLSRecorder.run(as: identity) { server, port in
      let exchange = try await send(
        to: "https://192.0.2.1:443", trusting: identity, throughProxy: port)
      guard case .notSent = exchange else {
        Issue.record("\(exchange)")
        return
      }
      #expect(server.decrypted.isEmpty)
    }
  }

  private func send(
    to url: String, trusting identity: TLSIdentity, http2: Bool = false,
    throughProxy port: Int? = nil
  ) async throws -> Exchange {
    var settings = TransportSettings(
      authorities: try Authorities(pem: Array(identity.authority.utf8), file: "ca.pem"),
      usesHTTP2: http2)
    settings.proxy = try port.flatMap { port in
      try ProxyServer.named(
        in: ["HTTPS_PROXY": "http://127.0.0.1:\(port)"], for: try BaseURL("https://elsewhere.test"))
    }
    let transport = HTTPTransport(
      key: try APIKey("QB_key"), to: try BaseURL(url), userAgent: "test", settings: settings)
    let exchange = await transport.send(
      HTTPRequest(.post, url + "/v2/projects/p/devices", body: Array("{}".utf8)), to: nil)
    await transport.close()
    return exchange
  }
}

/// A TLS server that keeps what it decrypts, answers each request with 201, and takes a CONNECT to
/// anywhere for one to itself.
private final class TLSRecorder: Sendable {
  private final class Connect: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let start: (ChannelHandlerContext) throws -> Void

    init(_ start: @escaping (ChannelHandlerContext) throws -> Void) {
      self.start = start
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let isConnect = String(buffer: unwrapInboundIn(data)).hasPrefix("CONNECT")
      do { try start(context) } catch { return context.close(promise: nil) }
      if isConnect {
        let answer = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")
        context.writeAndFlush(NIOAny(answer), promise: nil)
      } else {
        context.fireChannelRead(data)
      }
      _ = context.pipeline.syncOperations.removeHandler(context: context)
    }
  }

  private final class Recorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let server: TLSRecorder

    init(_ server: TLSRecorder) {
      self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let text = server.record(String(buffer: unwrapInboundIn(data)))
      guard text.hasSuffix("{}") else { return }
      let answer = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"
      context.writeAndFlush(NIOAny(ByteBuffer(string: answer)), promise: nil)
    }
  }

  private let text = Mutex("")

  /// All that clients have sent inside TLS.
  var decrypted: String { text.withLock { $0 } }

  private func record(_ more: String) -> String {
    text.withLock { text in
      text += more
      return text
    }
  }

  static func run(
    as identity: TLSIdentity, _ body: (TLSRecorder, _ port: Int) async throws -> Void
  ) async throws {
    let server = TLSRecorder()
    let context = try NIOSSLContext(configuration: try identity.configuration())
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let connect = Connect { connection in
            let pipeline = connection.pipeline.syncOperations
            try pipeline.addHandler(
              NIOSSLServerHandler(context: context), position: .after(connection.handler))
            try pipeline.addHandler(Recorder(server))
          }
          try channel.pipeline.syncOperations.addHandler(connect)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    try await body(server, channel.localAddress?.port ?? 0)
    try await channel.close()
  }
}
