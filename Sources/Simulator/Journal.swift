/// The newest requests, up to a fixed number.
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
    // To cut off one entry at a time would move all the others at each request.
    if entries.count >= 2 * capacity { entries.removeFirst(capacity) }
    entries.append(
      JournalEntry(
        number: count, method: method, path: path, key: JournalEntry.ending(of: key),
        milliseconds: Int(time / .milliseconds(1))))
    return count
  }

  /// Changes an entry that has not been forgotten.
  mutating func amend(_ number: Int, _ change: (inout JournalEntry) -> Void) {
    guard let first = entries.first?.number else { return }
    guard entries.indices.contains(number - first) else { return }
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
  /// The last four characters of the API key; nil if the key is shorter than eight.
  package var key: String?
  /// When it came, in milliseconds after the simulator's start.
  package var milliseconds: Int
  /// The answer's status; nil while there is no answer, and for good if the connection was dropped.
  package var status: Int?
  /// Whether it made a device.
  package var created = false
  /// The fault that struck it.
  package var fault: String?

  /// The part of a key that may be shown.
  package static func ending(of key: String?) -> String? {
    guard let key, key.count >= 8 else { return nil }
    return String(key.suffix(4))
  }
}

extension JournalEntry {
  /// The entry as `/_sim/journal` shows it.
  var json: JSONValue {
    .compactObject([
      "number": .integer(number), "method": .string(method), "path": .string(path),
      "key": key.map { .string($0) }, "milliseconds": .integer(milliseconds),
      "status": status.map { .integer($0) }, "created": .boolean(created),
      "fault": fault.map { .string($0) },
    ])
  }
}
