/// A JSON value on its way out.
enum WireValue: Hashable, Sendable {
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case array([WireValue])
  case object([String: WireValue])

  static func strings(_ strings: [String]) -> WireValue {
    .array(strings.map { .string($0) })
  }

  static func strings(_ strings: [String: String]) -> WireValue {
    .object(strings.mapValues { .string($0) })
  }
}

extension WireValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
}
