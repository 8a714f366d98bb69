/// Any JSON value.
///
/// Whole numbers of up to 64 bits stay exact.
package enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// How deeply arrays and objects may be nested in what is read.
  ///
  /// It is more than any answer of the API needs, and no more than a script's arguments may have.
  static let nestingLimit = 100

  /// The value that the bytes spell; nil if they are no JSON, or are nested too deeply.
  package init?(_ bytes: [UInt8]) {
    guard let value = try? JSONReader.value(from: bytes) else { return nil }
    self = value
  }

  /// The value as JSON with sorted fields; a number that JSON cannot spell becomes null.
  package var bytes: [UInt8] {
    JSONWriter.bytes(of: self)
  }

  /// The field of an object; nil if it is absent or null, or if this is no object.
  package subscript(field: String) -> JSON? {
    guard case .object(let fields) = self, let value = fields[field], value != .null else {
      return nil
    }
    return value
  }

  package var string: String? {
    guard case .string(let string) = self else { return nil }
    return string
  }
}
