import Foundation
import JSONCodec
import TestSupport
import Testing

struct JSONReaderTests {
  @Test(
    arguments: [
      ("null", .null), ("true", .boolean(true)), (" \t\r\nfalse \t\r\n", .boolean(false)),
      ("[]", .array([])), ("{}", .object([:])),
      ("[ 1 , [ ] , { } ]", .array([.integer(1), .array([]), .object([:])])),
      (#"{ "a" : 1 , "b" : [2] }"#, .object(["a": .integer(1), "b": .array([.integer(2)])])),
      (#""""#, .string("")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u0000\uFffF""#, .string("\0\u{FFFF}")),
      (#""a\u00e9z é \uD83C\udf21 🌡""#, .string("aéz é 🌡 🌡")),
      ("\"\u{7F}\u{2028}\"", .string("\u{7F}\u{2028}")),
      // A mark in front, as some servers on Windows write it.
      ("\u{FEFF} {}", .object([:])),
      (#"{"a":1,"b":2,"a":3,"\u0061":4}"#, .object(["a": .integer(1), "b": .integer(2)])),
    ] as [(String, JSON)])
  func `a document is what it spells`(text: String, value: JSON) {
    #expect(JSON(Array(text.utf8)) == value)
  }

  @Test(
    arguments: [
      ("0", .integer(0)), ("-0", .integer(0)), ("-0.0", .integer(0)), ("1.0", .integer(1)),
      ("1e2", .integer(100)),
      ("1E+2", .integer(100)), ("1500e-2", .integer(15)), ("15.0E-1", .number(1.5)),
      ("0.1", .number(0.1)),
      ("1e308", .number(1e308)), ("1e-400", .integer(0)), ("0e999999999999", .integer(0)),
      ("123e15", .integer(123_000_000_000_000_000)),
      ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
      ("9223372036854775807.0", .number(0x1p63)),
      ("-9223372036854775808", .integer(.min)), ("-9223372036854775809", .number(-0x1p63)),
      ("1e19", .number(1e19)),
      ("9007199254740993.0", .integer(1 << 53 + 1)),
      ("-9.007199254740993e15", .integer(-(1 << 53 + 1))),
      ("0.0009007199254740993e19", .integer(1 << 53 + 1)),
      ("90071992547409930e-1", .integer(1 << 53 + 1)),
      ("9007199254740993.5", .number(0x1p53 + 2)),
    ] as [(String, JSON)])
  func `a whole number that fits is an integer however it is spelt`(text: String, value: JSON) {
    #expect(JSON(Array(text.utf8)) == value)
    #expect(JSON(Array("[\(text)]".utf8)) == .array([value]))
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e",
    "1e+", "1.e1", "0x1", "1e400",
    "-1e400", "1 2", "1,", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1}", "[1]]",
    "{", "}", "{}{}", "{,}",
    "{a:1}", "{'a':1}", "{1:2}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1 "b":2}"#,
    #"{"a" 1}"#, #"{"a":1]"#,
    #"{"a":1e400}"#, #"{"a":1,"a":01}"#,
    #"""#, #""a"#, #""\"#, #""\""#, #""\x""#, #""\'""#, #""\U0041""#, #""\u12""#, #""\u12g4""#,
    #""\u+123""#, #""\u 123""#,
    #""\ud800""#, #""\udc00""#, #""\ud83d\ud83d\ude00""#, #""\ude00\ud83d""#, #""\ud83dx""#,
    #""\ud83d\n""#, #""\ud83d\u0041""#,
    "\"\0\"", "\"\n\"", "\"\t\"", "\"\u{1F}\"", "\"\\n\u{1F}\"", "\"\\\n\"", "\0", "1\0", "\0001",
    "\u{B}1", "\u{C}1", "\u{A0}1",
    "// 1\n1",
    "/**/1", "\u{FEFF}", "\u{FEFF}\u{FEFF}1", " \u{FEFF}1", "1\u{FEFF}", "\u{FEFE}1",
  ])
  func `what the standard does not allow is nothing`(text: String) {
    #expect(JSON(Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      [0x80], [0xFF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func `what is not UTF-8 is nothing, wherever it stands`(bytes: [UInt8]) {
    for (before, after) in [
      ("\"", "\""), ("\"\\n", "\""), ("{\"", "\":1}"), ("", "1"), ("1", ""), ("[", "]"),
    ] {
      #expect(JSON(before.utf8 + bytes + after.utf8) == nil)
    }
    // Nor is UTF-16, with a mark or without.
    #expect(JSON([0xFE, 0xFF, 0x00, 0x31]) == nil)
    #expect(JSON([0x5B, 0x00, 0x5D, 0x00]) == nil)
  }

  @Test func `nesting passes up to the limit, and deeper is nothing`() {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")] {
      let levels = open.filter { "[{".contains($0) }.count
      func nested(_ depth: Int) -> [UInt8] {
        let count = depth / levels
        return Array(
          (String(repeating: open, count: count) + "1" + String(repeating: close, count: count))
            .utf8)
      }
      #expect(JSON(nested(100)) != nil)
      #expect(JSON(nested(100 + levels)) == nil)
      #expect(JSON(nested(1_000_000)) == nil)
    }
    // Brackets in a string, and beside each other, are no nesting.
    #expect(JSON(Array("[\"\(String(repeating: "[", count: 1000))\"]".utf8)) != nil)
    #expect(JSON(Array("[\(String(repeating: "[],", count: 1000))[]]".utf8)) != nil)
  }

  @Test func `random documents are what Foundation takes them for`() {
    var documents = RandomDocument()
    for _ in 0..<2000 {
      let text = documents.next()
      let bytes = Array(text.utf8)
      let json = JSON(bytes)
      let expected = FoundationJSON.value(from: bytes)
      #expect(json != nil && json == expected, "seed \(documents.seed): \(text)")
      // Equality takes two spellings of é for one; the bytes do not.
      #expect(json?.bytes == expected?.bytes, "seed \(documents.seed): \(text)")
    }
  }

  private static let document = Array(
    (#" {"id":"0b1c","tags":["grü\n","\u00e9\uD83C\uDF21"], "n":[1,-2.5e3,0.0,true,false,null],"#
      + #""id":{"é":[{}],"":-9007199254740993.0}} "#).utf8)

  @Test func `a document that is cut off anywhere is nothing`() throws {
    let end = try #require(Self.document.lastIndex(of: UInt8(ascii: "}")))
    for length in 0...end {
      #expect(JSON(Array(Self.document[..<length])) == nil, "\(length) bytes")
    }
    #expect(JSON(Array(Self.document[...end])) != nil)
  }

  @Test
  func
    `a document with any byte changed is nothing, or one that reads the same when it is written`()
  {
    for index in Self.document.indices {
      for byte in UInt8.min ... .max {
        var bytes = Self.document
        bytes[index] = byte
        guard let json = JSON(bytes) else { continue }
        #expect(JSON(json.bytes) == json, "byte \(index) as \(byte)")
      }
    }
  }
}

/// JSON as Foundation reads and writes it.
struct FoundationJSON: Codable {
  var json: JSON

  static func value(from bytes: [UInt8]) -> JSON? {
    try? JSONDecoder().decode(Self.self, from: Data(bytes)).json
  }

  static func bytes(of json: JSON) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(Self(json: json)))
  }

  init(json: JSON) {
    self.json = json
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      json = .null
    } else if let value = try? container.decode(Bool.self) {
      json = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      json = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      json = .number(value)
    } else if let value = try? container.decode(String.self) {
      json = .string(value)
    } else if let value = try? container.decode([Self].self) {
      json = .array(value.map(\.json))
    } else {
      json = .object(try container.decode([String: Self].self).mapValues(\.json))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch json {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value.map(Self.init))
    case .object(let value): try container.encode(value.mapValues(Self.init))
    }
  }
}

/// Documents at random, in all the spellings that the standard leaves open.
struct RandomDocument {
  private var generator = SeededGenerator()

  var seed: UInt64 { generator.seed }

  mutating func next() -> String {
    (chance(of: 10) ? "\u{FEFF}" : "") + value(depth: 4)
  }

  private mutating func value(depth: Int) -> String {
    let text =
      switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &generator) {
      case 0: pick("true", "false", "null")
      case 1, 2: number()
      case 3, 4: string()
      case 5, 6: "[" + list { $0.value(depth: depth - 1) } + "]"
      default:
        "{" + list { $0.space() + $0.string() + $0.space() + ":" + $0.value(depth: depth - 1) }
          + "}"
      }
    return space() + text + space()
  }

  private mutating func list(_ element: (inout Self) -> String) -> String {
    let count = Int.random(in: 0...6, using: &generator)
    return count == 0 ? space() : (0..<count).map { _ in element(&self) }.joined(separator: ",")
  }

  /// Up to 2^53 with a fraction, and beyond without one: there Foundation drops some fractions and
  /// keeps others.
  private mutating func number() -> String {
    let sign = pick("", "-")
    if chance(of: 3) {
      return sign + String(Int64.random(in: 0 ... .max, using: &generator))
        + pick("", ".0", "e0", "0e-1")
    }
    let digits = String(Int64.random(in: 0..<1_000_000, using: &generator))
    let fraction =
      chance(of: 2) ? "." + String(Int64.random(in: 0..<1_000_000, using: &generator)) : ""
    let exponent =
      chance(of: 2)
      ? pick("e", "E") + pick("", "-", "+") + pick("0", "00", "2", "07", "16", "99") : ""
    return sign + digits + fraction + exponent
  }

  /// So short that an object often has two fields of one name, some of them in another spelling.
  private mutating func string() -> String {
    let count = Int.random(in: 0...3, using: &generator)
    let pieces = (0..<count).map { _ in
      pick(
        "a", "B", "0", "é", "e\u{301}", "\u{301}", "🌡", "ß", "\u{FFFD}", "/", "\u{7F}", "\u{2028}",
        "a string that is no small one",
        #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0000"#, #"\u001F"#,
        #"\u00E9"#, #"\u0061"#,
        #"\ud83C\uDf21"#)
    }
    return "\"" + pieces.joined() + "\""
  }

  private mutating func space() -> String {
    pick("", "", "", " ", "\n", "\r\n", "\t ")
  }

  private mutating func pick(_ choices: String...) -> String {
    choices.randomElement(using: &generator) ?? ""
  }

  private mutating func chance(of count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }
}
