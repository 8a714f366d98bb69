extension Value {
  /// The field of a map; null when it is absent or this is no map.
  package subscript(field: String) -> Value {
    guard case .map(let fields) = self else { return .null }
    return fields[ByteString(field)] ?? .null
  }

  /// The text of a UTF-8 string.
  package var text: String? {
    guard case .string(let string) = self else { return nil }
    return string.text
  }

  /// The integer, also that of a float without a fraction.
  package var integer: Int64? {
    switch self {
    case .integer(let value): value
    case .float(let value): Int64(exactly: value)
    default: nil
    }
  }

  /// The number as a float; a large integer is rounded to the nearest one.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }

  /// The truth of a boolean.
  package var boolean: Bool? {
    guard case .boolean(let value) = self else { return nil }
    return value
  }

  /// The elements of an array; an empty table is an empty array too.
  package var elements: [Value]? {
    switch self {
    case .array(let elements): elements
    case .map(let fields) where fields.isEmpty: []
    default: nil
    }
  }

  /// The fields of a map.
  package var fields: [ByteString: Value]? {
    guard case .map(let fields) = self else { return nil }
    return fields
  }
}
