/// Any JSON value, with whole numbers kept exact to 64 bits and unknown fields kept.
package enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The value that the bytes spell, or nil when they are not JSON, or are nested too deeply to be any of the API's.
  package init?(_ bytes: [UInt8]) {
    guard let value = try? JSONReader.value(from: bytes) else { return nil }
    self = value
  }

  /// The value as JSON with sorted fields; a number that JSON cannot spell becomes null.
  package var bytes: [UInt8] {
    JSONWriter.bytes(of: self)
  }

  /// The field of an object; nil when it is absent or null, or this is no object.
  package subscript(field: String) -> JSON? {
    guard case .object(let fields) = self, let value = fields[field], value != .null else { return nil }
    return value
  }

  package var string: String? {
    guard case .string(let string) = self else { return nil }
    return string
  }
}

/// How deeply JSON may be nested before it is refused.
enum JSONDepth {
  /// Deeper than any answer of the API, and within what a script's arguments may have.
  static let most = 100
}
