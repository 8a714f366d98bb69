import NIOCore

/// A JSON value that the simulator answers with.
enum JSONValue: Hashable, Sendable {
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case array([JSONValue])
  case object([String: JSONValue])

  static func strings(_ strings: [String]) -> JSONValue {
    .array(strings.map { .string($0) })
  }

  static func strings(_ strings: [String: String]) -> JSONValue {
    .object(strings.mapValues { .string($0) })
  }

  /// An object of those fields that have a value.
  static func compactObject(_ fields: [String: JSONValue?]) -> JSONValue {
    .object(fields.compactMapValues(\.self))
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

extension JSONValue {
  /// The value as JSON text.
  var bytes: ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeJSON(self)
    return buffer
  }
}

extension ByteBuffer {
  /// Writes a value as JSON text, the fields of an object in the order of their names.
  mutating func writeJSON(_ value: JSONValue) {
    switch value {
    case .string(let text): writeJSON(text)
    case .integer(let number): writeString(String(number))
    case .number(let number): writeString(String(number))
    case .boolean(let truth): writeString(truth ? "true" : "false")
    case .array(let elements): write(elements, between: "[", "]") { $0.writeJSON($1) }
    case .object(let fields):
      write(fields.sorted { $0.key < $1.key }, between: "{", "}") { buffer, field in
        buffer.writeJSON(field.key)
        buffer.writeStaticString(":")
        buffer.writeJSON(field.value)
      }
    }
  }

  private mutating func write<Element>(
    _ elements: [Element], between opening: StaticString, _ closing: StaticString,
    _ write: (inout ByteBuffer, Element) -> Void
  ) {
    writeStaticString(opening)
    for (index, element) in elements.enumerated() {
      if index > 0 { writeStaticString(",") }
      write(&self, element)
    }
    writeStaticString(closing)
  }

  private mutating func writeJSON(_ text: String) {
    writeStaticString("\"")
    if text.utf8.contains(where: \.isEscapedInJSON) {
      for byte in text.utf8 {
        if byte.isEscapedInJSON { writeEscaped(byte) } else { writeInteger(byte) }
      }
    } else {
      writeString(text)
    }
    writeStaticString("\"")
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    let digits = String(byte, radix: 16)
    writeString("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
  }
}

extension UInt8 {
  /// Whether a JSON string must escape this byte (RFC 8259, section 7).
  fileprivate var isEscapedInJSON: Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
  }
}
