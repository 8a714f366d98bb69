/// Devices in the order of creation.
///
/// A device is found by its id, and the devices of a project by the project's id, without a search.
package struct DeviceTable: Sendable {
  /// Holds a device; after the deletion too, until the table closes its gaps.
  struct Slot: Sendable {
    var device: ModelDevice
    var isDeleted = false
  }

  private var slots = ChunkedArray<Slot>()
  /// The index of each device's slot.
  private var placesByID: [String: Int] = [:]
  /// The indices of the slots of each project's devices, including deleted ones.
  private var placesByProject: [String: [Int]] = [:]

  init(_ devices: some Sequence<ModelDevice> = []) {
    for device in devices { append(device) }
  }

  package var count: Int { placesByID.count }

  /// Every device.
  var list: DeviceList { list(of: 0..<slots.count) }

  /// The devices of a project.
  func list(in project: String) -> DeviceList { list(of: placesByProject[project] ?? []) }

  private func list(of places: some Sequence<Int>) -> DeviceList {
    DeviceList(slots: slots, places: places.filter { !slots[$0].isDeleted })
  }

  subscript(id: String) -> ModelDevice? { placesByID[id].map { slots[$0].device } }

  mutating func append(_ device: ModelDevice) {
    placesByID[device.id] = slots.count
    placesByProject[device.project, default: []].append(slots.count)
    slots.append(Slot(device: device))
  }

  /// Marks a device as seen at `time`, unless it was seen later; false if there is no such device.
  mutating func markSeen(_ id: String, at time: Timestamp) -> Bool {
    guard let place = placesByID[id] else { return false }
    slots[place].device.lastSeen = max(time, slots[place].device.lastSeen ?? time)
    return true
  }

  mutating func remove(_ id: String) {
    guard let place = placesByID.removeValue(forKey: id) else { return }
    slots[place].isDeleted = true
    closeGaps()
  }

  mutating func removeAll(in project: String) {
    for place in placesByProject.removeValue(forKey: project) ?? [] where !slots[place].isDeleted {
      slots[place].isDeleted = true
      placesByID[slots[place].device.id] = nil
    }
    closeGaps()
  }

  /// Drops the deleted devices' slots once they are the greater part.
  ///
  /// So a deletion costs the same on average, however many devices there are.
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

/// Devices as they were when the list was made: no later change reaches it.
///
/// It shares the table's slots and holds no copy of the devices.
package struct DeviceList: Sendable {
  private let slots: ChunkedArray<DeviceTable.Slot>
  private var places: [Int]

  /// `places` come in the order of creation.
  init(slots: ChunkedArray<DeviceTable.Slot>, places: [Int]) {
    self.slots = slots
    self.places = places
  }

  /// Leaves out the devices for which the closure returns true.
  package mutating func removeAll(where isRemoved: (ModelDevice) -> Bool) {
    places.removeAll { isRemoved(slots[$0].device) }
  }

  /// The first, the third and so on.
  package func everySecond() -> DeviceList {
    DeviceList(slots: slots, places: stride(from: 0, to: places.count, by: 2).map { places[$0] })
  }

  /// The `count` devices that were created last, in the order of creation.
  package func newest(_ count: Int) -> DeviceList {
    DeviceList(slots: slots, places: places.sorted().suffix(count))
  }

  /// The devices, the last seen first; those that never reported come last, in the order of
  /// creation.
  func lastSeenFirst() -> DeviceList {
    let reports = places.compactMap { place in
      slots[place].device.lastSeen.map { (time: $0, place: place) }
    }
    guard !reports.isEmpty else { return self }
    let reported = reports.sorted { left, right in
      (right.time, left.place) < (left.time, right.place)
    }.map(\.place)
    return DeviceList(
      slots: slots, places: reported + places.filter { slots[$0].device.lastSeen == nil })
  }
}

extension DeviceList: RandomAccessCollection {
  package var startIndex: Int { places.startIndex }
  package var endIndex: Int { places.endIndex }
  package subscript(position: Int) -> ModelDevice { slots[places[position]].device }
}

/// An array in chunks: a change copies one chunk, and not all, while an older copy is in use.
struct ChunkedArray<Element> {
  private static var chunkLength: Int { 512 }

  private var chunks: [[Element]] = []
  private(set) var count = 0

  mutating func append(_ element: Element) {
    if count.isMultiple(of: Self.chunkLength) { chunks.append([]) }
    chunks[chunks.count - 1].append(element)
    count += 1
  }

  subscript(position: Int) -> Element {
    get { chunks[position / Self.chunkLength][position % Self.chunkLength] }
    set { chunks[position / Self.chunkLength][position % Self.chunkLength] = newValue }
  }
}

extension ChunkedArray: Sendable where Element: Sendable {}
