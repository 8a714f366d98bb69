/// A string as Lua has it: any bytes, usually UTF-8 text.
package struct ByteString: Hashable, Sendable {
  package var bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Whether the bytes are UTF-8.
  package var isText: Bool { (try? UTF8Span(validating: bytes.span)) != nil }

  /// The bytes as text, or nil when they are not UTF-8.
  package var text: String? {
    // String(validating:as:) looks up types at each call, which takes longer than the validation of a name.
    guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
    return String(copying: text)
  }

  /// The bytes as text for a person; what is not UTF-8 shows as U+FFFD.
  package var lossyText: String {
    String(decoding: bytes, as: UTF8.self)
  }
}

extension ByteString {
  /// Eight bytes at a time, where an array would go one by one: names of fields are looked up more than anything else.
  package func hash(into hasher: inout Hasher) {
    var word: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if index % 8 == 7 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(bytes.count)
  }
}

extension ByteString: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) {
    self.init(text)
  }
}

extension ByteString: Comparable {
  /// Orders by bytes, whatever the locale.
  package static func < (left: ByteString, right: ByteString) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
