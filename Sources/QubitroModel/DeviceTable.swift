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

/// Devices as they were when they were asked for, which no later change reaches; it holds no copy of them.
package struct DeviceList: Sendable {
  private let slots: PiecewiseArray<DeviceTable.Slot>
  private var places: [Int]

  /// `places` come in the order of creation.
  init(slots: PiecewiseArray<DeviceTable.Slot>, places: [Int]) {
    self.slots = slots
    self.places = places
  }

  /// Leaves out what is unwanted.
  package mutating func removeAll(where isUnwanted: (ModelDevice) -> Bool) {
    places.removeAll { isUnwanted(slots[$0].device) }
  }

  /// The first, the third and so on.
  package func everySecond() -> DeviceList {
    DeviceList(slots: slots, places: stride(from: 0, to: places.count, by: 2).map { places[$0] })
  }

  /// So many of them that were created last, in the order of creation.
  package func newest(_ count: Int) -> DeviceList {
    DeviceList(slots: slots, places: places.sorted().suffix(count))
  }

  /// The last seen first, those that never reported last, in the order of creation.
  func lastSeenFirst() -> DeviceList {
    let reports = places.compactMap { place in slots[place].device.lastSeen.map { (time: $0, place: place) } }
    guard !reports.isEmpty else { return self }
    let reported = reports.sorted { left, right in (right.time, left.place) < (left.time, right.place) }.map(\.place)
    return DeviceList(slots: slots, places: reported + places.filter { slots[$0].device.lastSeen == nil })
  }
}

extension DeviceList: RandomAccessCollection {
  package var startIndex: Int { places.startIndex }
  package var endIndex: Int { places.endIndex }
  package subscript(position: Int) -> ModelDevice { slots[places[position]].device }
}

/// An array in pieces: a change copies one piece of it, and not all, while somebody holds an older copy.
struct PiecewiseArray<Element> {
  private static var pieceLength: Int { 512 }

  private var pieces: [[Element]] = []
  private(set) var count = 0

  mutating func append(_ element: Element) {
    if count.isMultiple(of: Self.pieceLength) { pieces.append([]) }
    pieces[pieces.count - 1].append(element)
    count += 1
  }

  subscript(position: Int) -> Element {
    get { pieces[position / Self.pieceLength][position % Self.pieceLength] }
    set { pieces[position / Self.pieceLength][position % Self.pieceLength] = newValue }
  }
}

extension PiecewiseArray: Sendable where Element: Sendable {}
