package import Effects
import JSONCodec
import QubitroClient

extension JSON {
  /// A script's value as JSON; nil if it holds bytes that are no text, or a number that JSON does
  /// not have.
  init?(_ value: Value) {
    switch value {
    case .null: self = .null
    case .boolean(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .float(let value) where value.isFinite: self = .number(value)
    case .float: return nil
    case .string(let string):
      guard let text = string.text else { return nil }
      self = .string(text)
    case .array(let elements):
      let values = elements.compactMap(JSON.init)
      guard values.count == elements.count else { return nil }
      self = .array(values)
    case .map(let fields):
      var object: [String: JSON] = [:]
      for (name, field) in fields {
        guard let name = name.text, let field = JSON(field) else { return nil }
        object[name] = field
      }
      self = .object(object)
    }
  }

  /// The value that a script receives.
  package var value: Value {
    switch self {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .number(let value): .float(value)
    case .string(let text): .text(text)
    case .array(let elements): .array(elements.map(\.value))
    case .object(let fields): .map(Self.values(of: fields))
    }
  }

  /// The fields of an object as a script receives them, with room for `more` fields.
  static func values(of fields: [String: JSON], withRoomFor more: Int = 0) -> [ByteString: Value] {
    var values: [ByteString: Value] = Dictionary(minimumCapacity: fields.count + more)
    for (name, field) in fields { values[ByteString(name)] = field.value }
    return values
  }
}

extension Device {
  /// The names of the fields that are added, made once.
  private enum Field {
    static let (id, key, created): (ByteString, ByteString, ByteString) = ("id", "key", "created")
    static let (credentials, deviceID, token): (ByteString, ByteString, ByteString) = (
      "credentials", "device_id", "device_token"
    )
  }

  /// The fields of the API's answer, with `key`, `created` and `credentials` in the same places in
  /// every generation of the API.
  func value(key: String, isNew: Bool) -> Value {
    var fields = namedValues
    fields[Field.key] = .text(key)
    fields[Field.created] = .boolean(isNew)
    return .map(fields)
  }

  /// The fields of the API's answer, with `credentials` if it holds any.
  func value() -> Value {
    .map(namedValues)
  }

  private var namedValues: [ByteString: Value] {
    var fields = JSON.values(of: self.fields, withRoomFor: 4)
    let id = Value.text(id)
    fields[Field.id] = id
    if let credentials {
      fields[Field.credentials] = .map([
        Field.deviceID: credentials.deviceID.map(Value.text) ?? id,
        Field.token: .text(credentials.token),
      ])
    }
    return fields
  }
}
