/// Finds secrets anywhere in a text, by their value, and replaces them.
///
/// It does not keep the secrets: for each it keeps the length and a rolling hash (Rabin and Karp).
/// Other text can have the same hash, at odds of one in 2^64 for each position and secret, and is
/// then masked too.
struct SecretMask: Sendable {
  /// In bytes; shorter texts also occur by chance.
  private static let shortest = 8
  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  private struct Entry {
    var length: Int
    var hash: UInt64
  }

  /// How often `ring` has a secret, by its length and its hash.
  private var hashes: [Int: [UInt64: Int]] = [:]
  private var ring: [Entry] = []
  private var oldest = 0
  private let capacity: Int

  /// Remembers only the last `capacity` secrets.
  init(capacity: Int = .max) {
    self.capacity = capacity
  }

  /// Adds a secret; ignores one of fewer than eight bytes.
  mutating func learn(_ secret: String) {
    let bytes = Array(secret.utf8)
    guard bytes.count >= Self.shortest else { return }
    let entry = Entry(length: bytes.count, hash: Self.hash(bytes[...]))
    hashes[entry.length, default: [:]][entry.hash, default: 0] += 1
    if ring.count < capacity {
      ring.append(entry)
    } else {
      forget(ring[oldest])
      ring[oldest] = entry
      oldest = (oldest + 1) % capacity
    }
  }

  private mutating func forget(_ entry: Entry) {
    let count = hashes[entry.length]?[entry.hash] ?? 0
    hashes[entry.length]?[entry.hash] = count > 1 ? count - 1 : nil
  }

  /// The text with `[masked]` in place of every secret.
  func masked(_ text: String) -> String {
    guard !hashes.isEmpty else { return text }
    let bytes = Array(text.utf8)
    let spans = hashes.flatMap {
      $0.value.isEmpty ? [] : Self.matches(in: bytes, length: $0.key, hashes: $0.value)
    }
    return spans.isEmpty ? text : Self.replace(spans, in: bytes)
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 &* base &+ UInt64($1) &+ 1 }
  }

  private static func matches(in bytes: [UInt8], length: Int, hashes: [UInt64: Int]) -> [Range<Int>]
  {
    guard bytes.count >= length else { return [] }
    let leading = (1..<length).reduce(UInt64(1)) { power, _ in power &* base }
    var rolling = hash(bytes[..<length])
    var found: [Range<Int>] = hashes[rolling] == nil ? [] : [0..<length]
    for end in length..<max(length, bytes.count) {
      rolling =
        (rolling &- (UInt64(bytes[end - length]) &+ 1) &* leading) &* base &+ UInt64(bytes[end])
        &+ 1
      if hashes[rolling] != nil { found.append(end - length + 1..<end + 1) }
    }
    return found
  }

  private static func replace(_ spans: [Range<Int>], in bytes: [UInt8]) -> String {
    var masked: [UInt8] = []
    var position = 0
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) where span.upperBound > position
    {
      if span.lowerBound >= position {
        masked += bytes[position..<span.lowerBound]
        masked += Array("[masked]".utf8)
      }
      position = span.upperBound
    }
    return String(decoding: masked + bytes[position...], as: UTF8.self)
  }
}
