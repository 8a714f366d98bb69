/// Writes JSON without space, the fields of an object sorted by the bytes of their names.
///
/// What was sent is compared with what a ledger keeps, so a value is spelt the same in every version of the host.
struct JSONWriter {
  private var bytes: [UInt8] = []

  static func bytes(of value: JSON) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(value)
    return writer.bytes
  }

  /// The bytes of an object whose fields are sorted already; those without a value are left out.
  static func bytes(ofSorted fields: [(name: String, value: JSON?)]) -> [UInt8] {
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
    for (index, field) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }).enumerated() {
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

  /// The shortest digits that mean the same number; a whole one has no fraction, and one that is not finite becomes null.
  private mutating func write(_ number: Double) {
    guard number.isFinite else { return write(raw: "null") }
    let text = number.description
    write(raw: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      for byte in text.utf8 { write(byte) }
    } else {
      write(raw: text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// One byte of a string, escaped where it must be.
  private mutating func write(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x08: write(raw: "\\b")
    case 0x09: write(raw: "\\t")
    case 0x0A: write(raw: "\\n")
    case 0x0C: write(raw: "\\f")
    case 0x0D: write(raw: "\\r")
    case ..<0x10: write(raw: "\\u000" + String(byte, radix: 16))
    case ..<0x20: write(raw: "\\u00" + String(byte, radix: 16))
    default: bytes.append(byte)
    }
  }

  private mutating func write(raw text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}
