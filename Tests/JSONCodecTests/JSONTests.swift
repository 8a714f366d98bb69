import JSONCodec
import Testing

struct JSONTests {
  @Test func `whole numbers are exact to 64 bits and kinds are kept`() {
    let json = JSON(
      Array(#"{"a":9223372036854775807,"b":1.5,"c":true,"d":null,"e":[1,"x"],"f":{}}"#.utf8))
    #expect(
      json
        == .object([
          "a": .integer(.max), "b": .number(1.5), "c": .boolean(true), "d": .null,
          "e": .array([.integer(1), .string("x")]),
          "f": .object([:]),
        ]))
    #expect(json?["d"] == nil)
  }

  @Test(arguments: ["", "{", "created", "{\"a\":}", String(repeating: "[", count: 100_000)])
  func `what is no JSON is nothing, and no crash`(text: String) {
    #expect(JSON(Array(text.utf8)) == nil)
  }
}
