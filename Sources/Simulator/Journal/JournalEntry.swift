/// One request that came to the simulator.
package struct JournalEntry: Hashable, Sendable {
  package var number: Int
  package var method: String
  package var path: String
  /// The last four characters of the API key; nothing if it is shorter than eight.
  package var key: String?
  /// When it came, in milliseconds after the simulator's start.
  package var milliseconds: Int
  /// What it was answered with; nil while there is no answer, and for good if the connection was dropped.
  package var status: Int?
  /// Whether it made a device.
  package var created = false
  /// The fault that struck it.
  package var fault: String?

  /// What of a key may be shown.
  package static func ending(of key: String?) -> String? {
    guard let key, key.count >= 8 else { return nil }
    return String(key.suffix(4))
  }
}
