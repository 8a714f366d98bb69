import Foundation
import Ledger
import LedgerSQLite
import SystemPackage

/// The file beside a ledger whose kernel lock is the right to run on it.
///
/// It is never deleted: the lock belongs to the file, and a new file of its name would have a lock
/// of its own.
struct LockFile {
  /// No note is longer.
  private static let longestNote = 1 << 16

  let path: String
  private let descriptor: FileDescriptor

  /// Opens the file, and makes it where it is missing.
  ///
  /// A link in its place is not followed: a note would be written wherever it leads.
  init(beside ledger: LedgerFile) throws(LedgerError) {
    path = ledger.path + ".lock"
    do {
      descriptor = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .closeOnExec, .noFollow],
        permissions: .ownerReadWrite)
    } catch {
      throw LedgerError(
        .cannotOpen, "the lock file \(path) cannot be made (\(error)); see that its folder is yours"
      )
    }
  }

  /// What stands in the file beside a ledger, for who only reads; nil where there is no file, or it
  /// cannot be read.
  static func note(beside ledger: LedgerFile) -> LockNote? {
    let handle = try? FileHandle(forReadingFrom: URL(filePath: ledger.path + ".lock"))
    defer { try? handle?.close() }
    return (try? handle?.read(upToCount: longestNote)).flatMap(LockNote.init)
  }

  /// Takes the lock; false when another process holds it.
  func lock() throws(LedgerError) -> Bool {
    while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
      let code = Errno(rawValue: errno)
      if code == .interrupted { continue }
      if code == .wouldBlock { return false }
      throw LedgerError(
        .cannotOpen,
        "the lock file \(path) cannot be locked (\(code)); keep the ledger on a local disk")
    }
    return true
  }

  /// What stands in the file; nil when it cannot be read.
  func note() -> LockNote? {
    let handle = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
    guard (try? handle.seek(toOffset: 0)) != nil,
      let bytes = try? handle.read(upToCount: Self.longestNote)
    else { return nil }
    return LockNote(bytes)
  }

  /// When something was last written into it.
  func writtenAt() -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }

  /// Puts a note in the place of all that stands there, in one write.
  func write(_ note: LockNote) throws(LedgerError) {
    do {
      let size = try descriptor.seek(offset: 0, from: .end)
      let line = try note.line(covering: min(Int(size), Self.longestNote))
      try descriptor.writeAll(toAbsoluteOffset: 0, line)
    } catch {
      throw failure("written", error)
    }
  }

  /// Has the disk keep what was written.
  func sync() throws(LedgerError) {
    while fsync(descriptor.rawValue) != 0 {
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw failure("kept", code) }
    }
  }

  /// Closes the file, unlocked even if a child process that is about to start still has it open.
  func close() {
    flock(descriptor.rawValue, LOCK_UN)
    try? descriptor.close()
  }

  private func failure(_ what: String, _ error: any Error) -> LedgerError {
    LedgerError(
      .io,
      "the lock file \(path) cannot be \(what) (\(error)); make room on its disk, and see that the disk is sound"
    )
  }
}

/// What the lock file says: who holds the lock, and in which shape the last run left the ledger
/// beside it.
struct LockNote: Codable {
  var holder: LockHolder?
  /// The last run that the ledger is known to have recorded.
  var recordedRun: String?
  /// The ledger's file as the last run closed it; nil while a run goes on, and after one that was
  /// killed.
  var seal: String?

  /// What a disk writes whole; most notes fit into one.
  private static let block = 512

  /// One line of JSON, with spaces before its newline that fill whole blocks and cover what stood
  /// there before.
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

  /// A holder as another version writes it may be unreadable; what was recorded must not go with
  /// it.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    holder = try? container.decode(LockHolder.self, forKey: .holder)
    recordedRun = try container.decodeIfPresent(String.self, forKey: .recordedRun)
    seal = try container.decodeIfPresent(String.self, forKey: .seal)
  }
}
