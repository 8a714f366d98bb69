/// What a device sent at one moment.
package struct ModelReading: Hashable, Sendable, Codable {
  package var time: Timestamp
  package var values: [String: Double]

  /// The fields that a client asked for; all of them when it asked for none.
  package func values(keptTo keys: Set<String>) -> [String: Double] {
    keys.isEmpty ? values : values.filter { keys.contains($0.key) }
  }
}
