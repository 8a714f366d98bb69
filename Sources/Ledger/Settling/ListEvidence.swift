import Foundation

/// How far one list of a project can be trusted.
package struct ListEvidence: Hashable, Sendable {
  /// Whether the list shows every device that the ledger knows to exist.
  ///
  /// A list that was cut off does not.
  package var showsAllKnown: Bool
  /// The newest intent among the known devices that the list shows.
  ///
  /// A list that lags behind does not show new ones.
  package var newestShown: Int64?
  /// Whether the list shows markers, so that a device without its marker is another device.
  package var showsMarkers: Bool

  package init(showsAllKnown: Bool, newestShown: Int64? = nil, showsMarkers: Bool = false) {
    self.showsAllKnown = showsAllKnown
    self.newestShown = newestShown
    self.showsMarkers = showsMarkers
  }
}

/// A device of a list that the ledger does not own and that is not foreign.
///
/// It may be a device whose outcome is unknown.
package struct ListedDevice: Hashable, Sendable {
  package var id: String
  package var traits: DeviceTraits

  package init(id: String, traits: DeviceTraits) {
    self.id = id
    self.traits = traits
  }
}

/// The traits that tell devices apart, as a request asked for them or as a list shows them.
///
/// A trait that is not shown is nil.
package struct DeviceTraits: Hashable, Sendable {
  package var name: String
  package var description: String?
  package var brand: String?
  package var model: String?
  /// The tags, without an order.
  package var tags: Set<String>?
  package var marker: String?

  package init(
    name: String, description: String? = nil, brand: String? = nil, model: String? = nil,
    tags: Set<String>? = nil, marker: String? = nil
  ) {
    self.name = name
    self.description = description
    self.brand = brand
    self.model = model
    self.tags = tags
    self.marker = marker
  }

  /// The name without what an API may change: white space around it, and the form of its
  /// characters.
  ///
  /// String compares the forms of a character alike.
  package var plainName: String { name.trimmingCharacters(in: .whitespacesAndNewlines) }

  /// Whether the names are equal, byte by byte, and no trait that both show differs.
  func agrees(with other: DeviceTraits) -> Bool {
    Array(name.utf8) == Array(other.name.utf8)
      && Self.agree(description, other.description)
      && Self.agree(brand, other.brand)
      && Self.agree(model, other.model)
      && Self.agree(tags, other.tags)
  }

  private static func agree<Trait: Equatable>(_ one: Trait?, _ other: Trait?) -> Bool {
    guard let one, let other else { return true }
    return one == other
  }
}

/// The devices of a list by marker and by name, to find those that an unknown may be.
struct CandidateIndex {
  private var byMarker: [String: [ListedDevice]] = [:]
  /// The devices by their plain name, which several names may share.
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

  /// The devices of nearly this name that carry no marker.
  ///
  /// A device that carries one was made for another intent.
  func named(like traits: DeviceTraits) -> [ListedDevice] {
    (byName[traits.plainName] ?? []).filter { $0.traits.marker == nil }
  }
}
