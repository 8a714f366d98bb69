/// What one generation of the API accepts, as its description says.
package struct ModelRules: Hashable, Sendable {
  /// The most characters of a name; nil if the description gives no number.
  package var nameLimit: Int?
  package var descriptionLimit: Int?
  package var requiresDescription = false
  package var sources: Set<String> = ["http", "mqtt"]
  /// Whether a tag may hold letters, digits and `_` only.
  package var restrictsTags = false
  /// The most tags of a device; only the portal's settings page gives a number, which is 3.
  package var tagLimit: Int?
  /// Whether a device keeps the metadata of its create request.
  package var keepsMetadata = false
  /// Whether devices can be listed by their metadata; if not, the filter is ignored.
  package var filtersByMetadata = false
  /// Whether a project out of the key's reach looks as if it did not exist.
  package var hidesProjects = false
  /// Whether a request for data must give page, limit and range.
  package var requiresPaging = false

  /// The description of 2024.
  package static let a = ModelRules()

  /// The description of early 2025, which adds metadata.
  package static let b = ModelRules(keepsMetadata: true)

  /// The newest description.
  package static let c = ModelRules(
    nameLimit: 100, descriptionLimit: 500, requiresDescription: true,
    sources: ["http", "mqtt", "intemo-wifi"], restrictsTags: true, keepsMetadata: true,
    filtersByMetadata: true, hidesProjects: true, requiresPaging: true)
}

/// Each function returns the value that a device or a project gets from a request, or refuses it.
extension ModelRules {
  func name(_ name: String?) throws(Refusal) -> String {
    guard let name, !name.isEmpty else { throw .invalid("name is required") }
    try check("name", name, against: nameLimit)
    return name
  }

  func description(_ description: String?) throws(Refusal) -> String {
    let description = description ?? ""
    guard !requiresDescription || !description.isEmpty else {
      throw .invalid("description is required")
    }
    try check("description", description, against: descriptionLimit)
    return description
  }

  func source(_ source: String?) throws(Refusal) -> String {
    guard let source else { throw .invalid("source is required") }
    guard sources.contains(source) else {
      throw .invalid("source must be one of " + sources.sorted().joined(separator: ", "))
    }
    return source
  }

  func tags(_ tags: [String]?) throws(Refusal) -> [String] {
    let tags = tags ?? []
    if let tagLimit, tags.count > tagLimit {
      throw .invalid("a device has at most \(tagLimit) tags")
    }
    if restrictsTags {
      for tag in tags where tag.isEmpty || !tag.utf8.allSatisfy(\.isWordByte) {
        throw .invalid("a tag holds letters, digits and underscores only: '\(tag)'")
      }
    }
    return tags
  }

  /// Counts code points; the description says "characters", and not which.
  private func check(_ field: String, _ text: String, against limit: Int?) throws(Refusal) {
    if let limit, text.unicodeScalars.count > limit {
      throw .invalid("\(field) has at most \(limit) characters")
    }
  }
}

extension UInt8 {
  /// Whether it is an ASCII letter or digit, or `_`.
  fileprivate var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
