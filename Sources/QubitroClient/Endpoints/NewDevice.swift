import Foundation

/// The body of `POST /v2/projects/{PROJECT_ID}/devices`, with the fields of the API's description.
package struct NewDevice: Hashable, Sendable, Encodable {
  package var name: String
  package var description: String
  /// `http` or `mqtt`.
  package var source: String
  /// Sent even when empty.
  package var tags: [String]
  /// Left out when nil; the API then says `Custom`.
  package var brand: String?
  package var model: String?

  package init(
    name: String, description: String, source: String, tags: [String] = [], brand: String? = nil, model: String? = nil
  ) {
    self.name = name
    self.description = description
    self.source = source
    self.tags = tags
    self.brand = brand
    self.model = model
  }

  /// The request's body as JSON with sorted fields: equal devices have equal bytes.
  package func body() throws(QubitroError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self))
    } catch {
      throw QubitroError(.encoding, "the device '\(name)' cannot be written as JSON: \(error)")
    }
  }
}
