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
