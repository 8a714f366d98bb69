/// Devices in the order of creation; one is found by its id, and those of a project by the project's id, without a search.
package struct DeviceTable: Sendable {
  /// A place for a device, which keeps it after its deletion until gaps are closed.
  struct Slot: Sendable {
    var device: ModelDevice
    var isDeleted = false
  }

  private var slots = PiecewiseArray<Slot>()
  /// Where each device is in the slots.
  private var places: [String: Int] = [:]
  /// Where the devices of each project are in the slots, those included that have been deleted.
  private var members: [String: [Int]] = [:]

  init(_ devices: some Sequence<ModelDevice> = []) {
    for device in devices { append(device) }
  }

  package var count: Int { places.count }

  /// Every device.
  var list: DeviceList { list(of: 0..<slots.count) }

  /// The devices of a project.
  func list(in project: String) -> DeviceList { list(of: members[project] ?? []) }

  private func list(of places: some Sequence<Int>) -> DeviceList {
    DeviceList(slots: slots, places: places.filter { !slots[$0].isDeleted })
  }

  subscript(id: String) -> ModelDevice? { places[id].map { slots[$0].device } }

  mutating func append(_ device: ModelDevice) {
    places[device.id] = slots.count
    members[device.project, default: []].append(slots.count)
    slots.append(Slot(device: device))
  }

  /// Marks a device as seen at `time`, if it was not seen later; false when there is no such device.
  mutating func see(_ id: String, at time: Timestamp) -> Bool {
    guard let place = places[id] else { return false }
    slots[place].device.lastSeen = max(time, slots[place].device.lastSeen ?? time)
    return true
  }

  mutating func remove(_ id: String) {
    guard let place = places.removeValue(forKey: id) else { return }
    slots[place].isDeleted = true
    closeGaps()
  }

  mutating func removeAll(in project: String) {
    for place in members.removeValue(forKey: project) ?? [] where !slots[place].isDeleted {
      slots[place].isDeleted = true
      places[slots[place].device.id] = nil
    }
    closeGaps()
  }

  /// Forgets deleted devices once they are the greater part, so that a deletion costs the same however many there are.
  private mutating func closeGaps() {
    if slots.count > 2 * count + 1000 { self = DeviceTable(list) }
  }
}

extension DeviceTable: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([ModelDevice].self))
  }

  /// Writes an array of the devices.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Array(list))
  }
}
