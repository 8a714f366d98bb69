import Effects
import QubitroClient

extension Device {
  /// The API's fields as published, with `key`, `created` and `credentials`, which are there whatever shape the API answered in.
  func value(key: String, isNew: Bool) -> Value {
    var fields: [ByteString: Value] = [:]
    for (name, field) in self.fields { fields[ByteString(name)] = field.value }
    fields["id"] = .text(id)
    fields["key"] = .text(key)
    fields["created"] = .boolean(isNew)
    if let credentials {
      fields["credentials"] = .map([
        "device_id": .text(credentials.deviceID ?? id), "device_token": .text(credentials.token),
      ])
    }
    return .map(fields)
  }
}
