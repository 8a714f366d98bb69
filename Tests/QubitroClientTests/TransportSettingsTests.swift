import NIOHTTP1
import QubitroClient
import Simulator
import TestSupport
import Testing

/// Requests over TLS, to servers with a certificate of their own.
struct TransportSettingsTests {
  private let folder: TemporaryDirectory
  private let identity: TLSIdentity

  init() throws {
    folder = try TemporaryDirectory()
    identity = try TLSIdentity()
    try folder.write(identity.authority, to: "ca.pem")
  }

  private func send(
    _ count: Int = 1, to url: String, trusting caFile: String?, http2: Bool = false
  ) async throws -> [Exchange] {
    let settings = TransportSettings(caFile: caFile, usesHTTP2: http2)
    try settings.check()
    let transport = HTTPTransport(
      key: try APIKey("QB_key"), to: try BaseURL(url), userAgent: "test", settings: settings)
    var exchanges: [Exchange] = []
    for _ in 0..<count {
      exchanges.append(
        await transport.send(
          HTTPRequest(.post, url + "/v2/projects/p/devices", body: Array("{}".utf8))))
    }
    await transport.close()
    return exchanges
  }

  @Test func `a certificate of one's own is trusted once it is named, and not before`() async throws
  {
    let world = World(projects: ["p"], keys: ["QB_key"])
    try await RunningSimulator.run(world, as: identity) { simulator in
      guard
        case .answered(let response) = try await send(
          to: simulator.baseURL, trusting: folder.file("ca.pem"))[0]
      else {
        Issue.record("not answered")
        return
      }
      #expect(response.status == 400)
      guard case .notSent(let reason) = try await send(to: simulator.baseURL, trusting: nil)[0]
      else {
        Issue.record("sent")
        return
      }
      #expect(reason.contains("certificate is not trusted"), "\(reason)")
    }
  }

  @Test func `a file without certificates is refused before anything is sent`() throws {
    for text in ["", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"] {
      let path = try folder.write(text, to: "bad.pem")
      #expect(throws: QubitroError.self) { try TransportSettings(caFile: path).check() }
    }
    #expect(throws: QubitroError.self) {
      try TransportSettings(caFile: folder.file("none.pem")).check()
    }
  }

  @Test
  func `an HTTP/2 connection that dies under a request loses it, and nothing below sends it again`()
    async throws
  {
    try await HTTP2Server.run(answering: [.created, nil], as: identity) { server, port in
      let exchanges = try await send(
        2, to: "https://127.0.0.1:\(port)", trusting: folder.file("ca.pem"), http2: true)
      #expect(exchanges[0] == .answered(HTTPResponse(status: 201, body: Array("{}".utf8))))
      guard case .lost = exchanges[1] else {
        Issue.record("\(exchanges[1])")
        return
      }
      #expect(server.requests == 2)
    }
  }
}
