import QubitroClient
import Testing

struct BaseURLTests {
  @Test(arguments: [
    ("https://api.qubitro.com", "https://api.qubitro.com"),
    ("https://API.Qubitro.com/", "https://api.qubitro.com"),
    ("https://h:443", "https://h"), ("https://h.//", "https://h"), ("https://h/a//", "https://h/a"),
    ("http://localhost:80", "http://localhost"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://localhost:1/prefix/", "http://localhost:1/prefix"),
  ])
  func `a base URL is kept in one form`(text: String, normalized: String) throws {
    #expect(try BaseURL(text).description == normalized)
  }

  @Test(arguments: [
    "", "api.qubitro.com", "ftp://api.qubitro.com", "https://", "https://a?b=c",
    "https://user@host", "http://api.qubitro.com",
    "http://127.evil.example", "http://127.0.0.1.example", "https://user:secret@host",
    "https://localhost%40127.0.0.1", "https://a%2fb.test", "https://a%5db.test",
  ])
  func `what is no plain URL, or would show the key, is refused`(text: String) {
    #expect(throws: QubitroError.self) { try BaseURL(text) }
  }

  @Test func `a path segment cannot leave its place`() throws {
    let base = try BaseURL("https://h")
    #expect(
      base.url("v2", "projects", "a b/../c?d#e%", "devices")
        == "https://h/v2/projects/a%20b%2F..%2Fc%3Fd%23e%25/devices")
    #expect(base.url("..", ".") == "https://h/%2E%2E/%2E")
    #expect(base.url("é\r\n") == "https://h/%C3%A9%0D%0A")
  }
}
