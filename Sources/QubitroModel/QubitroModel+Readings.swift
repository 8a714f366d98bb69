extension QubitroModel {
  /// Lets a device send readings, a minute apart, the last of them at `time`; false when there is no such device.
  @discardableResult
  package mutating func report(from device: String, count: Int, until time: Timestamp) -> Bool {
    guard count > 0, contents.devices.see(device, at: time) else { return false }
    for number in 0..<count {
      let moment = Timestamp(seconds: time.seconds - Int64(count - 1 - number) * 60)
      contents.readings[device, default: []].append(reading(at: moment))
    }
    return true
  }

  /// A page of the device's readings, newest first.
  package func readings(_ query: ReadingQuery, of device: String, in project: String, as key: String?) throws(Refusal)
    -> [ModelReading]
  {
    _ = try self.device(device, in: project, as: key)
    try query.check(against: rules)
    return query.page(of: newestFirst(device))
  }

  /// The names of the fields that the device has sent.
  package func readingKeys(of device: String, in project: String, as key: String?) throws(Refusal) -> [String] {
    _ = try self.device(device, in: project, as: key)
    return Set(newestFirst(device).flatMap(\.values.keys)).sorted()
  }

  /// Forgets every reading of the device.
  package mutating func deleteReadings(of device: String, in project: String, as key: String?) throws(Refusal) {
    try authorize(key, to: .delete, in: project)
    _ = try contents.device(device, in: project)
    contents.readings[device] = nil
  }

  private func newestFirst(_ device: String) -> [ModelReading] {
    (contents.readings[device] ?? []).sorted { $0.time > $1.time }
  }

  private mutating func reading(at time: Timestamp) -> ModelReading {
    ModelReading(
      time: time,
      values: [
        "temperature": Double(Int.random(in: 150...250, using: &contents.generator)) / 10,
        "humidity": Double(Int.random(in: 300...600, using: &contents.generator)) / 10,
      ])
  }
}
