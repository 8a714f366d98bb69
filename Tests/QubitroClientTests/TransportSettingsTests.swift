import NIOHTTP1
import QubitroClient
import Simulator
import TestSupport
import Testing

/// Requests over TLS, to servers with a certificate of their own.
struct TransportSettingsTests {
  private let identity: TLSIdentity

  init() throws {
    identity = try TLSIdentity()
  }

  private func send(
    _ count: Int = 1, to url: String, trusting identity: TLSIdentity?, http2: Bool = false
  ) async throws -> [Exchange] {
    let authorities = try identity.map { identity in
      try Authorities(pem: Array(identity.authority.utf8), file: "ca.pem")
    }
    let settings = TransportSettings(authorities: authorities, usesHTTP2: http2)
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
          to: simulator.baseURL, trusting: identity)[0]
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

  @Test func `a file without certificates is refused before anything is sent`() {
    for text in ["", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"] {
      #expect(throws: QubitroError.self) { try Authorities(pem: Array(text.utf8), file: "ca.pem") }
    }
  }

  @Test
  func `an HTTP/2 connection that dies under a request loses it, and nothing below sends it again`()
    async throws
  {
    try await HTTP2Server.run(answering: [.created, nil], as: identity) { server, port in
      let exchanges = try await send(
        2, to: "https://127.0.0.1:\(port)", trusting: identity, http2: true)
      #expect(exchanges[0] == .answered(HTTPResponse(status: 201, body: Array("{}".utf8))))
      guard case .lost = exchanges[1] else {
        Issue.record("\(exchanges[1])")
        return
      }
      #expect(server.requests == 2)
    }
  }
}
