/// What may cross between a script and the host: plain data, never a function or a live object.
package enum Value: Hashable, Sendable {
  /// Lua's nil, and JSON's null.
  case null
  case boolean(Bool)
  case integer(Int64)
  /// Always finite if it comes from a script.
  case float(Double)
  case string(ByteString)
  case array([Value])
  /// A table with string keys.
  ///
  /// An empty Lua table is an empty map, unless the host made it as an array.
  case map([ByteString: Value])

  /// Makes a string of this text.
  package static func text(_ text: String) -> Value {
    .string(ByteString(text))
  }

  /// The name of the value's type, finer than Lua's: integers, floats and arrays have names of
  /// their own.
  package var typeName: String {
    switch self {
    case .null: "nil"
    case .boolean: "boolean"
    case .integer: "integer"
    case .float: "float"
    case .string: "string"
    case .array: "array"
    case .map: "table"
    }
  }
}

extension Value: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) {
    self = .text(text)
  }
}

extension Value: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) {
    self = .integer(value)
  }
}

extension Value: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) {
    self = .boolean(value)
  }
}

extension Value {
  /// The field of a map; null if it is absent, or if this is no map.
  package subscript(field: String) -> Value {
    guard case .map(let fields) = self else { return .null }
    return fields[ByteString(field)] ?? .null
  }

  /// The text of a string, or nil if that is not UTF-8.
  package var text: String? {
    guard case .string(let string) = self else { return nil }
    return string.text
  }

  /// The integer; a float without a fraction is one too.
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

  /// The elements of an array; an empty map is an empty array too.
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

extension Value: CustomStringConvertible {
  /// The value in Lua's notation.
  ///
  /// Its fields are sorted, so that equal values always read the same.
  package var description: String {
    switch self {
    case .null: "nil"
    case .boolean(let value): String(value)
    case .integer(let value): String(value)
    case .float(let value): String(value)
    case .string(let string): Self.quoted(string.lossyText)
    case .array(let elements):
      elements.isEmpty ? "{}" : "{ \(elements.map(\.description).joined(separator: ", ")) }"
    case .map(let fields): fields.isEmpty ? "{}" : "{ \(Self.listed(fields)) }"
    }
  }

  /// The type and the beginning of the value, for messages.
  package var shown: String {
    switch self {
    case .null: "nil"
    case .array, .map: "a table"
    case .string:
      "the string \(description.count > 42 ? description.prefix(40) + "...\"" : description[...])"
    case .boolean, .integer, .float: "the \(typeName) \(description)"
    }
  }

  private static func listed(_ fields: [ByteString: Value]) -> String {
    fields.sorted { $0.key < $1.key }
      .map { "\($0.key.lossyText) = \($0.value)" }
      .joined(separator: ", ")
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value)
        quoted += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
