/// What one generation of the API accepts, as its description says.
package struct ModelRules: Hashable, Sendable {
  /// The most characters of a name; nil where the description gives no number.
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
  /// Whether devices can be listed by their metadata; where not, the filter is ignored.
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
    nameLimit: 100, descriptionLimit: 500, requiresDescription: true, sources: ["http", "mqtt", "intemo-wifi"], restrictsTags: true,
    keepsMetadata: true, filtersByMetadata: true, hidesProjects: true, requiresPaging: true)
}
