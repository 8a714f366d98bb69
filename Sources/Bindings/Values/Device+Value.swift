import Effects
import QubitroClient

extension Device {
  /// The API's fields as published, with `key`, `created` and `credentials`, which are there whatever shape the API answered in.
  func value(key: String, isNew: Bool) -> Value {
    guard case .map(var fields) = value() else { return .null }
    fields["key"] = .text(key)
    fields["created"] = .boolean(isNew)
    return .map(fields)
  }

  /// The API's fields as published, with `credentials` where there are any.
  func value() -> Value {
    // With room for what is added to them.
    var fields: [ByteString: Value] = Dictionary(minimumCapacity: self.fields.count + 4)
    for (name, field) in self.fields { fields[ByteString(name)] = field.value }
    fields["id"] = .text(id)
    if let credentials {
      fields["credentials"] = .map([
        "device_id": .text(credentials.deviceID ?? id), "device_token": .text(credentials.token),
      ])
    }
    return .map(fields)
  }
}
