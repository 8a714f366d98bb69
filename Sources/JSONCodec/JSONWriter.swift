/// Writes JSON without space, with the fields of an object sorted by the bytes of their names.
///
/// The host compares what it sends with what a ledger keeps, so every version of the host must
/// spell a value in the same way.
package struct JSONWriter {
  /// Which control characters of a string are escaped, and how.
  package enum ControlEscaping: Sendable {
    /// U+0000 to U+001F, which JSON demands, with the short form of each that has one.
    case required
    /// U+007F to U+009F as well, so that a terminal acts on none of them.
    ///
    /// Only line feed and tab have their short forms.
    case all
  }

  private var bytes: [UInt8] = []

  static func bytes(of value: JSON) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(value)
    return writer.bytes
  }

  /// The bytes of an object whose fields are sorted already; it leaves out those without a value.
  package static func bytes(ofSorted fields: [(name: String, value: JSON?)]) -> [UInt8] {
    var writer = JSONWriter()
    writer.bytes.reserveCapacity(256)
    writer.bytes.append(UInt8(ascii: "{"))
    for (name, value) in fields {
      guard let value else { continue }
      if writer.bytes.count > 1 { writer.bytes.append(UInt8(ascii: ",")) }
      writer.write(name, value)
    }
    writer.bytes.append(UInt8(ascii: "}"))
    return writer.bytes
  }

  private mutating func write(_ value: JSON) {
    switch value {
    case .null: write(raw: "null")
    case .boolean(let value): write(raw: value ? "true" : "false")
    case .integer(let value): write(raw: String(value))
    case .number(let value): write(value)
    case .string(let text): write(text)
    case .array(let elements): write(elements)
    case .object(let fields): write(fields)
    }
  }

  private mutating func write(_ fields: [String: JSON]) {
    bytes.append(UInt8(ascii: "{"))
    let sorted = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, field) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(field.key, field.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ name: String, _ value: JSON) {
    write(name)
    bytes.append(UInt8(ascii: ":"))
    write(value)
  }

  private mutating func write(_ elements: [JSON]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes the shortest digits that mean the same number.
  ///
  /// A whole number has no fraction, and one that is not finite becomes null.
  private mutating func write(_ number: Double) {
    guard number.isFinite else { return write(raw: "null") }
    let text = number.description
    write(raw: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    Self.append(text, .required, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func write(raw text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}

extension JSONWriter {
  /// The inside of a JSON string (RFC 8259, section 7), without the quotes around it.
  package static func escaped(_ text: String, controls: ControlEscaping) -> String {
    if isPlain(text, controls) { return text }
    var bytes: [UInt8] = []
    append(text, controls, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether nothing in a text may have to be escaped, as in most of them.
  private static func isPlain(_ text: String, _ controls: ControlEscaping) -> Bool {
    switch controls {
    case .required: !text.utf8.contains { $0 < 0x20 || isMark($0) }
    case .all: !text.utf8.contains { $0 < 0x20 || $0 > 0x7E || isMark($0) }
    }
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func append(
    _ text: String, _ controls: ControlEscaping, to bytes: inout [UInt8]
  ) {
    if isPlain(text, controls) { return bytes.append(contentsOf: text.utf8) }
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      if controls == .all, byte == 0xC2, let second = rest.next() {
        // These two bytes are U+0080 to U+00BF, and the second is the character's number.
        if second < 0xA0 { appendNumber(second, to: &bytes) } else { bytes += [byte, second] }
      } else if let letter = shortForm(of: byte, controls) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
      } else if byte < 0x20 || (controls == .all && byte == 0x7F) {
        appendNumber(byte, to: &bytes)
      } else {
        bytes.append(byte)
      }
    }
  }

  /// What follows the backslash in the short escape of a character; nil if it has none.
  private static func shortForm(of byte: UInt8, _ controls: ControlEscaping) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    case 0x09: UInt8(ascii: "t")
    case 0x0A: UInt8(ascii: "n")
    case 0x08 where controls == .required: UInt8(ascii: "b")
    case 0x0C where controls == .required: UInt8(ascii: "f")
    case 0x0D where controls == .required: UInt8(ascii: "r")
    default: nil
    }
  }

  /// Appends the escape of a character whose number is below 256.
  private static func appendNumber(_ number: UInt8, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: (number < 0x10 ? "\\u000" : "\\u00").utf8)
    bytes.append(contentsOf: String(number, radix: 16).utf8)
  }
}
