/// Reads one JSON document (RFC 8259) from UTF-8, in one pass.
///
/// The standard leaves two choices. This reader skips a byte order mark in front, and takes the
/// first of several fields with one name.
struct JSONReader {
  /// The bytes are no JSON, are nested too deeply, or hold a number that `JSON` cannot hold.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  static func value(from bytes: [UInt8]) throws(Malformed) -> JSON {
    var reader = JSONReader(bytes)
    if bytes.first == 0xEF { try reader.expect("\u{FEFF}") }
    reader.skipSpace()
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw Malformed() }
    return value
  }

  /// Reads the value at the position, inside `depth` arrays and objects.
  private mutating func value(depth: Int) throws(Malformed) -> JSON {
    switch try peek() {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "t"):
      try expect("true")
      return .boolean(true)
    case UInt8(ascii: "f"):
      try expect("false")
      return .boolean(false)
    case UInt8(ascii: "n"):
      try expect("null")
      return .null
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(Malformed) -> [String: JSON] {
    guard depth <= JSON.nestingLimit else { throw Malformed() }
    position += 1
    skipSpace()
    var fields: [String: JSON] = [:]
    if take(UInt8(ascii: "}")) { return fields }
    // Room for a dozen spares most objects of the API from growing.
    fields.reserveCapacity(12)
    repeat {
      skipSpace()
      guard try peek() == UInt8(ascii: "\"") else { throw Malformed() }
      let name = try string()
      skipSpace()
      try expect(":")
      skipSpace()
      let value = try value(depth: depth)
      if let first = fields.updateValue(value, forKey: name) { fields[name] = first }
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect("}")
    return fields
  }

  private mutating func array(depth: Int) throws(Malformed) -> [JSON] {
    guard depth <= JSON.nestingLimit else { throw Malformed() }
    position += 1
    skipSpace()
    var elements: [JSON] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat {
      skipSpace()
      elements.append(try value(depth: depth))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect("]")
    return elements
  }
}

extension JSONReader {
  private mutating func string() throws(Malformed) -> String {
    position += 1
    let start = position
    while true {
      let byte = try peek()
      if byte == UInt8(ascii: "\"") {
        defer { position += 1 }
        return try Self.text(bytes.span.extracting(start..<position))
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      guard byte >= 0x20 else { throw Malformed() }
      position += 1
    }
  }

  /// Reads the rest of a string that began at `start` and has its first escape at the position.
  private mutating func escapedString(from start: Int) throws(Malformed) -> String {
    var text = Array(bytes[start..<position])
    while true {
      let byte = try next()
      switch byte {
      case UInt8(ascii: "\""): return try Self.text(text.span)
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
      case 0x20...: text.append(byte)
      default: throw Malformed()
      }
    }
  }

  /// Reads what follows a backslash.
  private mutating func escape() throws(Malformed) -> Unicode.Scalar {
    let byte = try next()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    default: throw Malformed()
    }
  }

  /// Reads four hexadecimal digits, or two times four for a pair of surrogates.
  ///
  /// Half of a pair is no text.
  private mutating func scalar() throws(Malformed) -> Unicode.Scalar {
    var code = try codeUnit()
    if 0xD800..<0xDC00 ~= code {
      try expect("\\u")
      let low = try codeUnit()
      guard 0xDC00..<0xE000 ~= low else { throw Malformed() }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw Malformed() }
    return scalar
  }

  private mutating func codeUnit() throws(Malformed) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      let byte = try next()
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        code = code << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "A")...UInt8(ascii: "F"):
        code = code << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        code = code << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      default: throw Malformed()
      }
    }
    return code
  }

  private static func text(_ bytes: Span<UInt8>) throws(Malformed) -> String {
    guard let text = try? UTF8Span(validating: bytes) else { throw Malformed() }
    return String(copying: text)
  }
}

extension JSONReader {
  private mutating func number() throws(Malformed) -> JSON {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try skipDigits() }
    if take(UInt8(ascii: ".")) { try skipDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let integer = Int64(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { throw Malformed() }
    return Self.integer(number, text).map(JSON.integer) ?? .number(number)
  }

  /// The whole number that a number with a fraction or an exponent equals; nil if none fits.
  ///
  /// From 2^53 on every Double is whole, whatever the digits say, and no longer exact. There the
  /// digits decide.
  private static func integer(_ number: Double, _ text: String) -> Int64? {
    guard let integer = Int64(exactly: number) else { return nil }
    if number.magnitude < 0x1p53 { return integer }
    let parts = text.split { $0 == "e" || $0 == "E" }
    let mantissa = parts[0].split(separator: ".")
    let digits = mantissa.joined()
    // The sign counts as a place before the point, like a digit.
    let places = max(0, mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0))
    guard digits.dropFirst(places).allSatisfy({ $0 == "0" }) else { return nil }
    return Int64(
      digits.prefix(places) + String(repeating: "0", count: max(0, places - digits.count)))
  }

  private mutating func skipDigits() throws(Malformed) {
    let start = position
    while position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] {
      position += 1
    }
    guard position > start else { throw Malformed() }
  }
}

extension JSONReader {
  private func peek() throws(Malformed) -> UInt8 {
    guard position < bytes.count else { throw Malformed() }
    return bytes[position]
  }

  private mutating func next() throws(Malformed) -> UInt8 {
    defer { position += 1 }
    return try peek()
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ word: String) throws(Malformed) {
    for byte in word.utf8 {
      guard take(byte) else { throw Malformed() }
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      default: return
      }
    }
  }
}
