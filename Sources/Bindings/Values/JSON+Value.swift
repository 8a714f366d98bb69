import Effects
import QubitroClient

extension JSON {
  /// The value a script receives.
  var value: Value {
    switch self {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .number(let value): .float(value)
    case .string(let text): .text(text)
    case .array(let elements): .array(elements.map(\.value))
    case .object(let fields): .map(Dictionary(uniqueKeysWithValues: fields.map { (ByteString($0.key), $0.value.value) }))
    }
  }
}
