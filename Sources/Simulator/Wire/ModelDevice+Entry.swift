import QubitroModel

extension ModelDevice {
  /// The device as `/_sim/devices` shows it: everything, the token too.
  var entry: WireValue {
    let fields: [String: WireValue?] = [
      "id": .string(id), "project": .string(project), "name": .string(name), "description": .string(description),
      "source": .string(source), "tags": .strings(tags), "brand": .string(brand), "model": .string(model), "token": .string(token),
      "metadata": metadata.isEmpty ? nil : .strings(metadata), "last_seen": lastSeen.map { .string($0.description) },
    ]
    return .object(fields.compactMapValues(\.self))
  }
}
