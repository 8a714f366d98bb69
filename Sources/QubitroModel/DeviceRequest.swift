/// The body of a create request, before its rules are checked.
package struct DeviceRequest: Hashable, Sendable, Codable {
  package var name: String?
  package var description: String?
  package var source: String?
  package var tags: [String]?
  package var brand: String?
  package var model: String?
  package var metadata: [String: String]?

  package init(
    name: String? = nil, description: String? = nil, source: String? = nil, tags: [String]? = nil, brand: String? = nil,
    model: String? = nil, metadata: [String: String]? = nil
  ) {
    self.name = name
    self.description = description
    self.source = source
    self.tags = tags
    self.brand = brand
    self.model = model
    self.metadata = metadata
  }
}
