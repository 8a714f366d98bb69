import Effects
import Testing

struct SignatureTests {
  private let make = Signature(
    "make", "Makes one.", style: .fields,
    parameters: [
      Parameter("name", .text, required: true, "its name"),
      Parameter("source", .choice(["http", "mqtt"]), "how it talks"),
      Parameter("tags", .list(of: .text), "labels"),
    ],
    fault: .refuses
  )

  private func mismatch(_ arguments: Value...) -> Signature.Mismatch? {
    #expect(throws: Signature.Mismatch.self) { try make.check(arguments) }
  }

  @Test func `arguments that fit come back by name, absent ones left out`() throws {
    let checked = try make.check([.map(["name": "a", "tags": .map([:])])])
    #expect(checked == .map(["name": "a", "tags": .map([:])]))
  }

  @Test func `an unknown field is a fault of the call and names the nearest field`() {
    let mismatch = mismatch(.map(["nmae": "a"]))
    #expect(mismatch?.reason == "unknown field 'nmae' (did you mean 'name'?)")
    #expect(mismatch?.isCallError == true)
  }

  @Test func `a call without a table shows how it is called`() {
    #expect(
      mismatch("a")?.reason
        == "takes one table with named fields, as in make{ name = ... }, got string")
    #expect(mismatch()?.isCallError == true)
  }

  @Test func `a missing, mistyped or unlisted value is a fault of the data if a signature says so`()
  {
    #expect(mismatch(.map([:])) == .init("make", "name is required", isCallError: false))
    #expect(mismatch(.map(["name": 7]))?.reason == "name must be a string, got the integer 7")
    #expect(
      mismatch(.map(["name": "a", "source": "mqqt"]))?.reason
        == "source must be 'http' or 'mqtt', got the string \"mqqt\" (did you mean 'mqtt'?)")
    #expect(
      mismatch(.map(["name": "a", "tags": .array(["x", 2])]))?.reason
        == "tags[2] must be a string, got the integer 2")
    #expect(
      mismatch(.map(["name": .string(ByteString(bytes: [0xFF]))]))?.reason
        == "name must be UTF-8 text, got other bytes")
  }

  @Test func `positional arguments are counted`() throws {
    let log = Signature(
      "log", "Logs.", parameters: [Parameter("message", .text, required: true, "what")])
    #expect(try log.check(["a"]) == .map(["message": "a"]))
    #expect(throws: Signature.Mismatch("log", "takes 1 arguments, got 2", isCallError: true)) {
      try log.check(["a", "b"])
    }
    #expect(throws: Signature.Mismatch("log", "message is required", isCallError: true)) {
      try log.check([])
    }
  }
}
