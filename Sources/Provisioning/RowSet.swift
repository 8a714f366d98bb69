import QubitroClient
import Synchronization

/// A set of rows of the ledger, by their numbers.
///
/// It takes one bit a row: 125 KB for a million rows.
struct RowSet {
  private var words: [UInt64] = []
  private(set) var count = 0

  func contains(_ number: Int64) -> Bool {
    let (word, bit) = Self.place(number)
    return word < words.count && words[word] & bit != 0
  }

  /// Adds a row; returns false if it was there already.
  mutating func insert(_ number: Int64) -> Bool {
    let (word, bit) = Self.place(number)
    if word >= words.count {
      words += Array(repeating: 0, count: max(word + 1 - words.count, words.count))
    }
    guard words[word] & bit == 0 else { return false }
    words[word] |= bit
    count += 1
    return true
  }

  /// The rows of this set that are not in the other.
  func subtracting(_ other: RowSet) -> RowSet {
    var rest = RowSet()
    rest.words = words.enumerated().map {
      $0.offset < other.words.count ? $0.element & ~other.words[$0.offset] : $0.element
    }
    rest.count = rest.words.reduce(0) { $0 + $1.nonzeroBitCount }
    return rest
  }

  private static func place(_ number: Int64) -> (word: Int, bit: UInt64) {
    (Int(number >> 6), 1 << UInt64(number & 63))
  }
}

/// The ids of the devices that a list shows, as hashes of eight bytes each.
final class ListedIDs: DeviceReceiver {
  private let hashes = Mutex<Set<Int>>([])

  func receive(_ devices: [Device]) async throws {
    let more = devices.map(\.id.hashValue)
    hashes.withLock { $0.formUnion(more) }
  }

  func contains(_ id: String) -> Bool {
    hashes.withLock { $0.contains(id.hashValue) }
  }
}
