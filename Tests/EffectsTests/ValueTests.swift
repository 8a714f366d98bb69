import Effects
import Testing

struct ValueTests {
  @Test func `fields are described in one order, whatever order they were made in`() {
    let value = Value.map(["b": 1, "a": .array([.boolean(true), .float(0.5), .null])])
    #expect(value.description == "{ a = { true, 0.5, nil }, b = 1 }")
  }

  @Test func `control characters and quotes are escaped in a description`() {
    #expect(Value.text("a\"\\\n\u{1}é").description == "\"a\\\"\\\\\\n\\001é\"")
  }

  @Test func `an empty table is an empty array where an array is asked for`() {
    #expect(Value.map([:]).elements == [])
    #expect(Value.map(["a": 1]).elements == nil)
    #expect(Value.array([1]).elements == [1])
  }

  @Test func `bytes that are not UTF-8 have no text`() {
    #expect(ByteString(bytes: [0x61, 0xFF]).text == nil)
    #expect(ByteString(bytes: [0x61, 0xFF]).lossyText == "a\u{FFFD}")
  }
}
