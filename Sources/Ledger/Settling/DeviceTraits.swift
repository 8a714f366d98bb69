import Foundation

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
