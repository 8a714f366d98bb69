import QubitroClient
import TestSupport
import Testing

struct HTTPTransportTests {
  private static let created = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"

  private func exchange<Result: Sendable>(
    limits: HTTPTransport.Limits = .init(), _ body: (HTTPTransport) async throws -> Result
  ) async throws -> Result {
    let transport = HTTPTransport(
      key: try APIKey("QB_key"), to: try BaseURL("http://127.0.0.1"),
      userAgent: "qubitro-host/test", limits: limits)
    let result = try await body(transport)
    await transport.close()
    return result
  }

  private func post(_ name: String, to port: Int) -> HTTPRequest {
    HTTPRequest(
      .post, "http://127.0.0.1:\(port)/v2/projects/p/devices",
      body: Array("{\"name\":\"\(name)\"}".utf8))
  }

  @Test func `a request carries key, type, agent and length, and the answer comes back whole`()
    async throws
  {
    try await RawServer.run(answering: [Self.created]) { server, port in
      let answer = try await exchange { await $0.send(post("a", to: port)) }
      #expect(answer == .answered(HTTPResponse(status: 201, body: Array("{}".utf8))))
      let request = try #require(server.requests.first)
      #expect(request.hasPrefix("POST /v2/projects/p/devices HTTP/1.1\r\n"))
      for header in [
        "Authorization: Bearer QB_key", "Content-Type: application/json",
        "User-Agent: qubitro-host/test", "Content-Length: 12",
      ] {
        #expect(request.lowercased().contains(header.lowercased() + "\r\n"), "\(header)")
      }
      #expect(request.hasSuffix("\r\n\r\n{\"name\":\"a\"}"))
    }
  }

  @Test
  func
    `a kept-alive connection that dies under a request loses it, and nothing below sends it again`()
    async throws
  {
    try await RawServer.run(answering: [Self.created, nil]) { server, port in
      let answers = try await exchange {
        [await $0.send(post("a", to: port)), await $0.send(post("b", to: port))]
      }
      guard case .lost = answers[1] else {
        Issue.record("\(answers[1])")
        return
      }
      #expect(server.requests.count == 2)
    }
  }

  @Test func `a refused connection is proof that nothing was sent`() async throws {
    let port = try await RawServer.run(answering: []) { _, port in port }
    let answer = try await exchange { await $0.send(post("a", to: port)) }
    #expect(answer == .notSent(reason: "connection refused (127.0.0.1:\(port))"))
  }

  @Test(arguments: [
    "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"success\":true",
    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"suc",
    "HTTP/1.1 2",
    "garbage\r\n\r\n",
  ])
  func `an answer that does not end is lost`(answer: String) async throws {
    var limits = HTTPTransport.Limits()
    // Enough to send the request beside other work.
    limits.total = .seconds(3)
    try await RawServer.run(answering: [answer]) { _, port in
      let answer = try await exchange(limits: limits) { await $0.send(post("a", to: port)) }
      guard case .lost = answer else {
        Issue.record("\(answer)")
        return
      }
    }
  }

  @Test func `an answer larger than the limit is lost, not swallowed`() async throws {
    var limits = HTTPTransport.Limits()
    limits.responseSize = 10
    let large = "HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n01234567890123456789"
    try await RawServer.run(answering: [large]) { _, port in
      let answer = try await exchange(limits: limits) { await $0.send(post("a", to: port)) }
      #expect(answer == .lost(reason: "the answer is larger than the limit"))
    }
  }

  @Test func `a redirect is answered, not followed`() async throws {
    let redirect =
      "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\n"
      + "Content-Length: 0\r\n\r\n"
    try await RawServer.run(answering: [redirect]) { server, port in
      let answer = try await exchange { await $0.send(post("a", to: port)) }
      #expect(answer == .answered(HTTPResponse(status: 307, body: [])))
      #expect(server.requests.count == 1)
    }
  }
}
