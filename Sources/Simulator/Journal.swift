/// The newest requests, up to a number.
struct Journal: Sendable {
  private(set) var entries: [JournalEntry] = []
  private var count = 0
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// Writes an entry and returns its number, which counts from 1 and never repeats.
  mutating func add(method: String, path: String, key: String?, after time: Duration) -> Int {
    count += 1
    // Cutting one at a time would move all of them for each request.
    if entries.count >= 2 * capacity { entries.removeFirst(capacity) }
    entries.append(
      JournalEntry(
        number: count, method: method, path: path, key: JournalEntry.ending(of: key), milliseconds: Int(time / .milliseconds(1))))
    return count
  }

  /// Changes an entry that has not been forgotten.
  mutating func amend(_ number: Int, _ change: (inout JournalEntry) -> Void) {
    guard let first = entries.first?.number, entries.indices.contains(number - first) else { return }
    change(&entries[number - first])
  }

  /// The newest entries, oldest first.
  var newest: [JournalEntry] { entries.suffix(capacity) }

  mutating func clear() {
    entries = []
  }
}

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

extension JournalEntry {
  /// The entry as `/_sim/journal` shows it.
  var wire: WireValue {
    let fields: [String: WireValue?] = [
      "number": .integer(number), "method": .string(method), "path": .string(path), "key": key.map { .string($0) },
      "milliseconds": .integer(milliseconds), "status": status.map { .integer($0) }, "created": .boolean(created),
      "fault": fault.map { .string($0) },
    ]
    return .object(fields.compactMapValues(\.self))
  }
}
