/// A device that exists in the model.
package struct ModelDevice: Hashable, Sendable, Codable {
  package var id: String
  package var project: String
  package var name: String
  package var description: String
  package var source: String
  package var tags: [String]
  package var brand: String
  package var model: String
  package var token: String
  /// The caller's own keys and values.
  package var metadata: [String: String] = [:]
  /// When it last sent something; nil if it never did.
  package var lastSeen: Timestamp?
}
