import Foundation

/// What the lock file says: who holds the lock, and in which shape the last run left the ledger beside it.
struct LockNote: Codable {
  var holder: LockHolder?
  /// The last run that the ledger is known to have recorded.
  var recordedRun: String?
  /// The ledger's file as the last run closed it; nil while a run goes on, and after one that was killed.
  var seal: String?

  /// What a disk writes whole; most notes fit into one.
  private static let block = 512

  /// One line of JSON, with spaces before its newline that fill whole blocks and cover what stood there before.
  func line(covering length: Int) throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var line = try encoder.encode(self)
    let size = (max(line.count, length - 1) / Self.block + 1) * Self.block
    line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: size - line.count - 1))
    line.append(UInt8(ascii: "\n"))
    return line
  }
}

extension LockNote {
  /// Reads the note's line; nil when it is torn or missing.
  init?(_ line: Data) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.dateDecodingStrategy = .iso8601
    guard let note = try? decoder.decode(LockNote.self, from: line) else { return nil }
    self = note
  }

  /// A holder as another version writes it may be unreadable; what was recorded must not go with it.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    holder = try? container.decode(LockHolder.self, forKey: .holder)
    recordedRun = try container.decodeIfPresent(String.self, forKey: .recordedRun)
    seal = try container.decodeIfPresent(String.self, forKey: .seal)
  }
}
