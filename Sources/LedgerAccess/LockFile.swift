import Files
import Foundation
import Ledger
import LedgerSQLite
import SystemPackage

/// The file beside a ledger whose kernel lock is the right to change the ledger.
///
/// Nobody deletes the file: the lock belongs to it, and a new file of the same name would have
/// another lock.
struct LockFile {
  /// In bytes; no note is longer.
  private static let longestNote = 1 << 16

  let path: String
  private let descriptor: FileDescriptor

  /// Opens the file, and creates it if it is missing.
  ///
  /// It does not follow a link: the link would decide which file the note overwrites.
  init(beside ledger: LedgerFile) throws(LedgerError) {
    path = ledger.path + ".lock"
    do {
      descriptor = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .closeOnExec, .noFollow],
        permissions: .ownerReadWrite)
    } catch {
      throw LedgerError(
        .cannotOpen,
        "the lock file \(path) cannot be made (\(error)); see that its folder is yours")
    }
  }

  /// The note in the file beside a ledger, for commands that only read; nil if there is no file, or
  /// its note cannot be read.
  static func note(beside ledger: LedgerFile) -> LockNote? {
    let handle = try? FileHandle(forReadingFrom: URL(filePath: ledger.path + ".lock"))
    defer { try? handle?.close() }
    return (try? handle?.read(upToCount: longestNote)).flatMap(LockNote.init)
  }

  /// Takes the lock; returns false if another process holds it.
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

  /// The note in the file; nil if it cannot be read.
  func note() -> LockNote? {
    let handle = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
    guard (try? handle.seek(toOffset: 0)) != nil,
      let bytes = try? handle.read(upToCount: Self.longestNote)
    else { return nil }
    return LockNote(bytes)
  }

  /// When a process last wrote the file.
  func writtenAt() -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }

  /// Overwrites the whole file with a note, in one write.
  func write(_ note: LockNote) throws(LedgerError) {
    do {
      let size = try descriptor.seek(offset: 0, from: .end)
      let line = try note.line(covering: min(Int(size), Self.longestNote))
      try descriptor.writeAll(toAbsoluteOffset: 0, line)
    } catch {
      throw failure("written", error)
    }
  }

  /// Waits until the disk has what was written.
  func sync() throws(LedgerError) {
    do {
      try descriptor.syncToDisk()
    } catch {
      throw failure("kept", error)
    }
  }

  /// Gives the lock back and closes the file.
  ///
  /// A child process that is just starting may still have the file open, and would keep the lock.
  func close() {
    flock(descriptor.rawValue, LOCK_UN)
    try? descriptor.close()
  }

  private func failure(_ what: String, _ error: any Error) -> LedgerError {
    LedgerError(
      .io,
      "the lock file \(path) cannot be \(what) (\(error)); "
        + "make room on its disk, and see that the disk is sound")
  }
}

/// The note in a lock file: who holds the lock, and how the last run left the ledger.
struct LockNote: Codable {
  var holder: LockHolder?
  /// The last run that the ledger has recorded for certain.
  var recordedRun: String?
  /// Identifies the ledger's file as the last run closed it; nil during a run, and after a run that
  /// was killed.
  var seal: String?

  /// In bytes: a disk writes a block whole or not at all, and most notes fit into one.
  private static let block = 512

  /// The note as one line of JSON.
  ///
  /// Spaces before the newline fill whole blocks and overwrite an older note of `length` bytes.
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
  /// Reads a note from its line; nil if the line is torn or missing.
  init?(_ line: Data) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.dateDecodingStrategy = .iso8601
    guard let note = try? decoder.decode(LockNote.self, from: line) else { return nil }
    self = note
  }

  /// Reads the note also if its holder is unreadable, as one of another version may be: the record
  /// of the last run must not be lost.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    holder = try? container.decode(LockHolder.self, forKey: .holder)
    recordedRun = try container.decodeIfPresent(String.self, forKey: .recordedRun)
    seal = try container.decodeIfPresent(String.self, forKey: .seal)
  }
}
