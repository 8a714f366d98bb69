import QubitroModel
import Testing

struct MetadataFilterTests {
  @Test(
    arguments: [
      ("", [:]), ("k:v", ["k": "v"]), ("k:v,k2:v2", ["k": "v", "k2": "v2"]), ("k:", ["k": ""]),
      ("k:a:b", ["k": "a:b"]),
    ] as [(String, [String: String])])
  func `pairs are separated by commas, and a key ends at its first colon`(
    text: String, pairs: [String: String]
  ) throws {
    #expect(try MetadataFilter.pairs(in: text) == pairs)
  }

  @Test(arguments: ["k", ":v", "k:v,x"])
  func `what is no pair is invalid`(text: String) {
    let refusal = #expect(throws: Refusal.self) { try MetadataFilter.pairs(in: text) }
    #expect(refusal?.status == 400)
  }
}
