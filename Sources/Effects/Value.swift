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
