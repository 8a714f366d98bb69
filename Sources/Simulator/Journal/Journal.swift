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
