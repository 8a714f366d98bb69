import Effects
import JSONCodec
import QubitroClient

extension Device {
  /// The names that are added, made once.
  private enum Field {
    static let (id, key, created): (ByteString, ByteString, ByteString) = ("id", "key", "created")
    static let (credentials, deviceID, token): (ByteString, ByteString, ByteString) = (
      "credentials", "device_id", "device_token"
    )
  }

  /// The API's fields as published, with `key`, `created` and `credentials`, which are there
  /// whatever shape the API answered in.
  func value(key: String, isNew: Bool) -> Value {
    var fields = namedValues
    fields[Field.key] = .text(key)
    fields[Field.created] = .boolean(isNew)
    return .map(fields)
  }

  /// The API's fields as published, with `credentials` where there are any.
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
