import Foundation
import Terminal
import Testing

struct JSONLineTests {
  @Test func `fields keep their order, and absent ones are left out`() {
    var line = JSONLine(type: "t")
    line.add("b", 1)
    line.add("a", nil as String?)
    line.add("c") { $0.add("d", true) }
    #expect(line.line == #"{"type":"t","b":1,"c":{"d":true}}"# + "\n")
  }

  @Test func `any text survives as one line of JSON`() throws {
    let text =
      String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "\u{2028}🌡"
    var line = JSONLine(type: "t")
    line.add("text", text)
    #expect(line.line.unicodeScalars.filter { $0.value < 0x20 } == ["\n"])
    let decoded = try JSONDecoder().decode([String: String].self, from: Data(line.line.utf8))
    #expect(decoded["text"] == text)
  }
}
