/// The body of `POST /v2/projects/{PROJECT_ID}/devices`, with the fields of the API's description.
package struct NewDevice: Hashable, Sendable {
  /// The name under which a marker stands in a device's metadata.
  package static let markerName = "qubitro_host"

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
  ///
  /// `marker` goes into the device's metadata, which generations b and c keep and show in lists.
  package func body(marker: String? = nil) -> [UInt8] {
    JSONWriter.bytes(ofSorted: [
      ("brand", brand.map(JSON.string)), ("description", .string(description)),
      ("metadata", marker.map { .object([Self.markerName: .string($0)]) }), ("model", model.map(JSON.string)),
      ("name", .string(name)), ("source", .string(source)), ("tags", .array(tags.map(JSON.string))),
    ])
  }
}
