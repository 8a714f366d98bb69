import JSONCodec
import QubitroClient
import Testing

struct RawRequestTests {
  @Test(arguments: [
    "v2/projects", "//evil.example/v2", "/v2/../../admin", "/v2/./x", "/v2?x=1", "/v2#x", "/v2 x",
    "/v2\r\nHost: evil", "/v2\\x",
    "",
    "https://evil.example/", "/v2/\u{7F}",
  ])
  func `a path that could lead elsewhere is refused`(path: String) {
    #expect(throws: QubitroError.self) { try RawRequest(.get, path: path) }
  }

  @Test func `a GET has no body`() {
    #expect(throws: QubitroError.self) { try RawRequest(.get, path: "/v2", body: .null) }
  }

  @Test func `segments and parameters are percent-encoded, with an existing percent sign too`()
    async throws
  {
    let transport = URLRecorder()
    let client = QubitroClient(
      baseURL: try BaseURL("http://127.0.0.1:1/base"), transport: transport, retry: .none,
      pause: Never())
    _ = await client.perform(
      try RawRequest(.get, path: "/v2/a%2Fb/ä", query: ["b": "1&2", "a": "x y"]))
    #expect(await transport.urls == ["http://127.0.0.1:1/base/v2/a%252Fb/%C3%A4?a=x%20y&b=1%262"])
  }
}

private actor URLRecorder: Transport {
  var urls: [String] = []

  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    urls.append(request.url)
    return .notSent(reason: "recorded")
  }
}

private struct Never: Pause {
  func wait(_ duration: Duration) async -> Bool { false }
}
