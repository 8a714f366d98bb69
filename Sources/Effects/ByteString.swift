/// A string as Lua has it: any bytes, usually UTF-8 text.
///
/// It stores text as a `String`: most strings come from and go to one, and a short one takes no
/// memory of its own.
package struct ByteString: Sendable {
  private enum Storage {
    case text(String)
    /// Bytes that are not UTF-8. Text is never stored like this, so equal bytes are stored alike.
    case bytes([UInt8])
  }

  private let storage: Storage

  package init(bytes: [UInt8]) {
    self.init(bytes.span) { bytes }
  }

  /// Copies these bytes.
  package init(copying bytes: Span<UInt8>) {
    self.init(bytes) { bytes.indices.map { bytes[$0] } }
  }

  package init(_ text: String) {
    storage = .text(text)
  }

  private init(_ bytes: Span<UInt8>, copy: () -> [UInt8]) {
    // String(validating:as:) looks up types at each call, which takes longer than validating a
    // name.
    if let text = try? UTF8Span(validating: bytes) {
      storage = .text(String(copying: text))
    } else {
      storage = .bytes(copy())
    }
  }

  package var bytes: [UInt8] {
    switch storage {
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    }
  }

  /// How many bytes there are.
  package var count: Int {
    switch storage {
    case .text(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    }
  }

  /// Whether the bytes are UTF-8.
  package var isText: Bool { text != nil }

  /// The bytes as text, or nil if they are not UTF-8.
  package var text: String? {
    if case .text(let text) = storage { text } else { nil }
  }

  /// The bytes as text for a person, with U+FFFD in place of what is not UTF-8.
  package var lossyText: String {
    switch storage {
    case .text(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Appends the bytes to others.
  package func append(to others: inout [UInt8]) {
    switch storage {
    case .text(let text): others.append(contentsOf: text.utf8)
    case .bytes(let bytes): others.append(contentsOf: bytes)
    }
  }
}

extension ByteString: Hashable {
  /// Whether the bytes are equal.
  ///
  /// Equal strings may differ in their bytes: one spells "é" with one scalar, another with two.
  package static func == (left: ByteString, right: ByteString) -> Bool {
    switch (left.storage, right.storage) {
    case (.text(let left), .text(let right)): left == right && left.utf8.elementsEqual(right.utf8)
    case (.bytes(let left), .bytes(let right)): left == right
    default: false
    }
  }

  /// Gives strings that are equal, but not in their bytes, the same hash.
  package func hash(into hasher: inout Hasher) {
    switch storage {
    case .text(let text): hasher.combine(text)
    case .bytes(let bytes): hasher.combine(bytes)
    }
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
    switch (left.storage, right.storage) {
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    default: left.bytes.lexicographicallyPrecedes(right.bytes)
    }
  }
}
