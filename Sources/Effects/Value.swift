/// What may cross between a script and the host: plain data, never a function or a live object.
package enum Value: Hashable, Sendable {
  /// Lua's nil, and JSON's null.
  case null
  case boolean(Bool)
  case integer(Int64)
  /// Always finite when it comes from a script.
  case float(Double)
  case string(ByteString)
  case array([Value])
  /// A table with string keys. An empty Lua table is an empty map, unless the host made it as an array.
  case map([ByteString: Value])

  /// A string value of this text.
  package static func text(_ text: String) -> Value {
    .string(ByteString(text))
  }

  /// The value's type as Lua names it, told apart where Lua does not.
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

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  package init(stringLiteral text: String) {
    self = .text(text)
  }

  package init(integerLiteral value: Int64) {
    self = .integer(value)
  }

  package init(booleanLiteral value: Bool) {
    self = .boolean(value)
  }
}

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

extension Value: CustomStringConvertible {
  /// The value in Lua's notation, with sorted fields, so that two equal values always read the same.
  package var description: String {
    switch self {
    case .null: "nil"
    case .boolean(let value): String(value)
    case .integer(let value): String(value)
    case .float(let value): String(value)
    case .string(let string): Self.quoted(string.lossyText)
    case .array(let elements): elements.isEmpty ? "{}" : "{ \(elements.map(\.description).joined(separator: ", ")) }"
    case .map(let fields): fields.isEmpty ? "{}" : "{ \(Self.listed(fields)) }"
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
        quoted += "\\" + String(repeating: "0", count: 3 - String(scalar.value).count) + String(scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
