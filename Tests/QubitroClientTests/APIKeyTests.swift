import Testing

@testable import QubitroClient

struct APIKeyTests {
  @Test func `a key is taken as it stands in a file`() throws {
    #expect(try APIKey("QB_abc\n").unmasked == "QB_abc")
    #expect(try APIKey("  Bearer QB_abc \r\n").unmasked == "QB_abc")
  }

  @Test(arguments: ["", " \n", "Bearer ", "a b", "a\nb", "schlüssel"])
  func `what could not stand in a header is refused`(text: String) {
    #expect(throws: QubitroError.self) { try APIKey(text) }
  }

  @Test func `a key shows itself nowhere`() throws {
    let key = try APIKey("QB_secret_value")
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
      #expect(!text.contains("secret"), "\(text)")
    }
  }

  @Test(arguments: [
    ("QB_secret_value", "you sent [masked] and [masked]"), ("short", "you sent short and short"),
  ])
  func `what a server sends back of a key is masked, unless it is too short to be told from words`(
    key: String, shown: String
  )
    throws
  {
    let bytes = Array("you sent \(key) and \(key)".utf8)
    #expect(String(decoding: try APIKey(key).masked(in: bytes), as: UTF8.self) == shown)
  }

  @Test func `a token shows itself nowhere`() {
    let credentials = DeviceCredentials(deviceID: "d", token: "secret")
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] {
      #expect(!text.contains("secret"), "\(text)")
    }
  }
}
