import QubitroModel

extension Shape {
  func project(_ project: ModelProject) -> WireValue {
    [
      "id": .string(project.id), "name": .string(project.name), "description": .string(project.description),
      "tags": .strings(project.tags),
    ]
  }

  func reading(_ reading: ModelReading, keptTo keys: Set<String>) -> WireValue {
    let values = reading.values(keptTo: keys).mapValues { WireValue.number($0) }
    return .object(values.merging(["time": .string(reading.time.description)]) { _, new in new })
  }
}
