import QubitroClient
import Testing

struct ProxyServerTests {
  private func proxy(_ environment: [String: String], _ url: String = "https://api.example.com")
    throws -> String?
  {
    try ProxyServer.named(in: environment, for: BaseURL(url)).map {
      "\($0.host):\($0.port) \($0.credentials ?? "-")"
    }
  }

  @Test func `the environment names the proxy, in either case`() throws {
    #expect(try proxy([:]) == nil)
    #expect(try proxy(["HTTPS_PROXY": "http://proxy:3128"]) == "proxy:3128 -")
    #expect(
      try proxy(["https_proxy": "http://u:p@proxy:3128/", "HTTPS_PROXY": "http://other"])
        == "proxy:3128 u:p")
    #expect(try proxy(["HTTPS_PROXY": "proxy:8080"]) == "proxy:8080 -")
    #expect(try proxy(["HTTPS_PROXY": "http://[::1]:3128"]) == "::1:3128 -")
    #expect(try proxy(["HTTPS_PROXY": ""]) == nil)
  }

  @Test func `nothing goes through a proxy that NO_PROXY takes out, nor to this machine`() throws {
    let named = ["HTTPS_PROXY": "http://proxy:3128"]
    for list in [
      "*", "api.example.com", "example.com", ".example.com", "other, EXAMPLE.com",
      "api.example.com:443",
    ] {
      #expect(try proxy(named.merging(["NO_PROXY": list]) { $1 }) == nil, "\(list)")
    }
    for list in ["ample.com", "api.example.com:8443", "example.org", "", ":", ".", ":,:"] {
      #expect(try proxy(named.merging(["no_proxy": list]) { $1 }) != nil, "\(list)")
    }
    #expect(try proxy(["http_proxy": "http://proxy:3128"], "http://127.0.0.1:8080") == nil)
  }

  @Test(arguments: ["socks5://proxy:1", "https://proxy", "http://", "::"])
  func `what is no HTTP proxy is refused by name`(text: String) {
    #expect(throws: QubitroError(.configuration, "HTTPS_PROXY is not of the form http://HOST:PORT"))
    {
      try ProxyServer.named(in: ["HTTPS_PROXY": text], for: BaseURL("https://api.example.com"))
    }
  }
}
