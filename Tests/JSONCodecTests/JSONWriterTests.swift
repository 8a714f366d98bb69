import JSONCodec
import TestSupport
import Testing

struct JSONWriterTests {
  private func text(of json: JSON) -> String {
    String(decoding: json.bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      (.null, "null"), (.boolean(true), "true"), (.boolean(false), "false"), (.array([]), "[]"),
      (.object([:]), "{}"),
      (.integer(.min), "-9223372036854775808"), (.integer(.max), "9223372036854775807"),
      (.integer(0), "0"),
      (.string(""), #""""#), (.string("https://a/b"), #""https://a/b""#),
      (.string("\"\\ \u{7F} é 🌡 \u{2028}"), "\"\\\"\\\\ \u{7F} é 🌡 \u{2028}\""),
      (
        .string("\0\u{8}\t\n\u{B}\u{C}\r\u{F}\u{10}\u{1F}\r\n"),
        #""\u0000\b\t\n\u000b\f\r\u000f\u0010\u001f\r\n""#
      ),
      (
        .array([.integer(1), .array([.null, .string("x")]), .object(["a": .array([])])]),
        #"[1,[null,"x"],{"a":[]}]"#
      ),
    ] as [(JSON, String)])
  func `a value has one spelling`(json: JSON, text: String) throws {
    #expect(self.text(of: json) == text)
    #expect(try FoundationJSON.bytes(of: json) == Array(text.utf8))
    #expect(JSON(json.bytes) == json)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "-0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"),
      (0.1 + 0.2, "0.30000000000000004"),
      (1e15, "1000000000000000"), (0x1p53, "9007199254740992"), (1e16, "1e+16"),
      (1.25e22, "1.25e+22"), (1e-4, "0.0001"),
      (1e-5, "1e-05"),
      (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5e-324"),
    ] as [(Double, String)])
  func `a number has the fewest digits that mean it`(number: Double, text: String) throws {
    #expect(self.text(of: .number(number)) == text)
    #expect(try FoundationJSON.bytes(of: .number(number)) == Array(text.utf8))
  }

  @Test(arguments: [.infinity, -.infinity, .nan] as [Double])
  func `a number that JSON cannot spell is null`(number: Double) {
    #expect(text(of: .object(["a": .array([.number(number)])])) == #"{"a":[null]}"#)
  }

  @Test func `fields stand in the order of their names' bytes`() throws {
    let names = [
      "", "\u{1}", "\"", "/", "A", "B", "\\", "_", "a", "a10", "a9", "aa", "e\u{301}z", "f", "ss",
      "Å", "ß", "ä", "\u{212B}b", "ﬁ",
      "\u{FFFD}", "🌡",
    ]
    let json = JSON.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .null) }))
    #expect(
      text(of: json) == "{\(names.map { "\(text(of: .string($0))):null" }.joined(separator: ","))}")
    #expect(try json.bytes == FoundationJSON.bytes(of: json))
  }

  @Test func `random values are written as Foundation writes them, and read again`() throws {
    var documents = RandomDocument()
    for _ in 0..<2000 {
      let text = documents.next()
      let json = try #require(JSON(Array(text.utf8)), "seed \(documents.seed): \(text)")
      #expect(try json.bytes == FoundationJSON.bytes(of: json), "seed \(documents.seed): \(text)")
      #expect(JSON(json.bytes) == json, "seed \(documents.seed): \(text)")
    }
  }

  @Test func `random numbers and characters are written as Foundation writes them`() throws {
    var generator = SeededGenerator()
    for _ in 0..<200 {
      let numbers = (0..<50).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
      let scalars = (0..<50).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &generator))
      }
      let json = JSON.object([
        String(String.UnicodeScalarView(scalars)): .array(numbers.map(JSON.number)),
        "integer": .integer(.random(in: .min ... .max, using: &generator)),
        "low": .array(
          (0..<50).map { _ in
            .string(String(Unicode.Scalar(UInt8.random(in: 0...255, using: &generator))))
          }),
      ])
      #expect(try json.bytes == FoundationJSON.bytes(of: json), "seed \(generator.seed)")
    }
  }
  @Test(
    arguments: [
      ("\u{7F}\u{80}\u{85}\u{9F}", #"\u007f\u0080\u0085\u009f"#),
      ("\0\u{8}\u{B}\u{C}\r\u{1B}\u{1F}", #"\u0000\u0008\u000b\u000c\u000d\u001b\u001f"#),
      ("\t\n\r\n", #"\t\n\u000d\n"#), (#"a "b" \c/"#, #"a \"b\" \\c/"#),
      ("\u{7E}\u{A0}ß°é日🌡\u{2028}", "\u{7E}\u{A0}ß°é日🌡\u{2028}"), ("", ""),
    ] as [(String, String)])
  func `all control characters of a text can be escaped, and nothing else is`(
    text: String, escaped: String
  ) {
    #expect(JSONWriter.escaped(text, controls: .all) == escaped)
    #expect(JSON(Array("\"\(escaped)\"".utf8)) == .string(text))
  }

  @Test func `of all characters the control characters alone differ when all are escaped`() {
    for number in UInt32(0)...0x300 {
      guard let scalar = Unicode.Scalar(number) else { continue }
      let text = String(scalar)
      let isControl = number < 0x20 || (0x7F...0x9F).contains(number)
      let isMark = text == "\"" || text == "\\"
      let escaped = JSONWriter.escaped("a\(text)é", controls: .all)
      #expect((escaped != "a\(text)é") == (isControl || isMark), "\(number)")
      #expect(JSON(Array("\"\(escaped)\"".utf8)) == .string("a\(text)é"), "\(number)")
    }
  }

  @Test func `what JSON demands is all that is escaped otherwise`() {
    #expect(
      JSONWriter.escaped("\u{8}\t\n\u{C}\r\"\\\u{7F}\u{9F}", controls: .required)
        == "\\b\\t\\n\\f\\r\\\"\\\\\u{7F}\u{9F}")
  }
}
