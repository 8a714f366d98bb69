/// The body of a create request, before its rules are checked.
package struct DeviceRequest: Hashable, Sendable, Codable {
  package var name: String?
  package var description: String?
  package var source: String?
  package var tags: [String]?
  package var brand: String?
  package var model: String?

  package init(
    name: String? = nil, description: String? = nil, source: String? = nil, tags: [String]? = nil, brand: String? = nil,
    model: String? = nil
  ) {
    self.name = name
    self.description = description
    self.source = source
    self.tags = tags
    self.brand = brand
    self.model = model
  }

  func validName() throws(Refusal) -> String {
    guard let name, !name.isEmpty else { throw .invalid("name is required") }
    return name
  }

  func validSource() throws(Refusal) -> String {
    guard let source else { throw .invalid("source is required") }
    guard ["http", "mqtt"].contains(source) else { throw .invalid("source must be 'http' or 'mqtt'") }
    return source
  }
}
