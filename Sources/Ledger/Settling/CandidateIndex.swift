/// The devices of a list that may be ones that are looked for, by marker and by name.
struct CandidateIndex {
  private var byMarker: [String: [ListedDevice]] = [:]
  /// By the plain name, which may stand for several names.
  private var byName: [String: [ListedDevice]] = [:]

  init(_ listed: [ListedDevice]) {
    var ids: Set<String> = []
    // A list may show a device twice.
    for device in listed where ids.insert(device.id).inserted {
      if let marker = device.traits.marker { byMarker[marker, default: []].append(device) }
      byName[device.traits.plainName, default: []].append(device)
    }
  }

  func marked(_ marker: String) -> [ListedDevice] {
    byMarker[marker] ?? []
  }

  /// Those of nearly this name that carry no marker: one that does was made for another intent.
  func named(like traits: DeviceTraits) -> [ListedDevice] {
    (byName[traits.plainName] ?? []).filter { $0.traits.marker == nil }
  }
}
