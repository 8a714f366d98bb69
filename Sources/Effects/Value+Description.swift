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
