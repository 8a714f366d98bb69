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
