import Foundation

/// What one list of a project says about itself.
package struct ListEvidence: Hashable, Sendable {
  /// Whether it shows every device that the ledger knows to exist; a list that was cut off does not.
  package var showsAllKnown: Bool
  /// The newest intent among the known devices that it shows; a list that lags behind does not show new ones.
  package var newestShown: Int64?
  /// Whether it shows markers, so that a device without its marker is another one.
  package var showsMarkers: Bool

  package init(showsAllKnown: Bool, newestShown: Int64? = nil, showsMarkers: Bool = false) {
    self.showsAllKnown = showsAllKnown
    self.newestShown = newestShown
    self.showsMarkers = showsMarkers
  }
}

/// A device that a list shows, that the ledger does not own, and that is not foreign: it may be one that is looked for.
package struct ListedDevice: Hashable, Sendable {
  package var id: String
  package var traits: DeviceTraits

  package init(id: String, traits: DeviceTraits) {
    self.id = id
    self.traits = traits
  }
}

/// What a device is told apart by, as a request asked for it or as a list shows it; nil for what is not shown.
package struct DeviceTraits: Hashable, Sendable {
  package var name: String
  package var description: String?
  package var brand: String?
  package var model: String?
  /// In any order.
  package var tags: Set<String>?
  package var marker: String?

  package init(
    name: String, description: String? = nil, brand: String? = nil, model: String? = nil, tags: Set<String>? = nil,
    marker: String? = nil
  ) {
    self.name = name
    self.description = description
    self.brand = brand
    self.model = model
    self.tags = tags
    self.marker = marker
  }

  /// The name without what an API may change on its way: surrounding white space, and the form of its characters (String compares these alike).
  package var plainName: String { name.trimmingCharacters(in: .whitespacesAndNewlines) }

  /// Whether nothing that both show contradicts; names are compared byte by byte.
  func agrees(with other: DeviceTraits) -> Bool {
    Array(name.utf8) == Array(other.name.utf8) && Self.agree(description, other.description) && Self.agree(brand, other.brand)
      && Self.agree(model, other.model) && Self.agree(tags, other.tags)
  }

  private static func agree<Trait: Equatable>(_ one: Trait?, _ other: Trait?) -> Bool {
    guard let one, let other else { return true }
    return one == other
  }
}

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
