import Foundation
import Ledger
import LedgerSQLite
import TestSupport
import Testing

@testable import LedgerAccess

struct RunLockTests {
  private let start = Date(timeIntervalSince1970: 1_795_611_600)
  private let folder: TemporaryDirectory
  private let ledger: LedgerFile

  init() throws {
    folder = try TemporaryDirectory()
    ledger = LedgerFile(path: folder.file("ledger.sqlite"))
  }

  private func holder(_ run: String = "0123456789ab") -> LockHolder {
    LockHolder(command: "run", script: "sensors.lua", run: RunID(run), now: start, uptime: nil)
  }

  private func take(_ run: String = "0123456789ab", on ledger: LedgerFile? = nil) throws -> RunLock
  {
    switch try RunLock.take(on: ledger ?? self.ledger, by: holder(run), mounts: nil) {
    case .taken(let lock): return lock
    case .held(let contention):
      throw LedgerError(.conflict, "held by \(contention.holder?.run ?? "nobody known")")
    }
  }

  private func isFree(_ ledger: LedgerFile? = nil) throws -> Bool {
    switch try RunLock.take(on: ledger ?? self.ledger, by: holder(), mounts: nil) {
    case .taken(let lock):
      lock.release()
      return true
    case .held: return false
    }
  }

  /// What another process reads in the file.
  private func note() -> LockNote? {
    FileManager.default.contents(atPath: ledger.path + ".lock").flatMap { LockNote($0) }
  }

  @Test func `one holds it, and it is free again when it is given back`() throws {
    let ledger = LedgerFile(path: folder.file("state/ledger.sqlite"))
    let lock = try take(on: ledger)
    #expect(try !isFree(ledger))
    #expect(try folder.permissions(of: "state/ledger.sqlite.lock") == 0o600)
    lock.release()
    lock.release()
    #expect(try isFree(ledger))
  }

  @Test func `a lock that is forgotten is free`() throws {
    do { _ = try take() }
    #expect(try isFree())
  }

  @Test func `a place where no lock can be made is named`() throws {
    let file = try folder.write("", to: "file")
    let error = #expect(throws: LedgerError.self) {
      try isFree(LedgerFile(path: file + "/ledger.sqlite"))
    }
    #expect(error?.kind == .cannotOpen)
    #expect(error?.description.contains(file) == true)
  }

  @Test func `a link in the place of the lock file is not followed`() throws {
    let other = try folder.write("precious", to: "other")
    try FileManager.default.createSymbolicLink(
      atPath: ledger.path + ".lock", withDestinationPath: other)
    let error = #expect(throws: LedgerError.self) { try isFree() }
    #expect(error?.kind == .cannotOpen)
    #expect(try String(contentsOfFile: other, encoding: .utf8) == "precious")
  }

  @Test func `a note that cannot be written is named, and the lock is given back`() throws {
    // A pipe can be opened and locked, but not written at a place.
    try folder.makePipe("ledger.sqlite.lock")
    for _ in 1...2 {
      let error = #expect(throws: LedgerError.self) { try isFree() }
      #expect(error?.kind == .io)
      #expect(error?.description.contains(ledger.path + ".lock cannot be written") == true)
      #expect(error?.description.contains("make room") == true)
    }
  }

  @Test func `another process is shown who holds it`() throws {
    let lock = try take()
    guard
      case .held(let shown) = try RunLock.take(on: ledger, by: holder("ffffffffffff"), mounts: nil)
    else {
      Issue.record("a held lock was taken")
      return
    }
    #expect(shown.holder == holder())
    #expect(shown.writtenAt != nil)
    #expect(note()?.holder == holder())
    lock.release()
  }

  @Test(arguments: ["", "{\"holder\":{\"pid\":4711,\"ho", "no note of ours\n"])
  func `a held lock with a torn note is held by someone`(text: String) throws {
    let lock = try take()
    try folder.write(text, to: "ledger.sqlite.lock")
    guard case .held(let contention) = try RunLock.take(on: ledger, by: holder(), mounts: nil),
      contention.holder == nil
    else {
      Issue.record("a torn note has a holder, or its lock was taken")
      return
    }
    lock.release()
  }

  @Test(arguments: ["", "{\"holder\":{\"pid\":4711,\"ho", String(repeating: "x", count: 100_000)])
  func `a torn note of a dead holder is written over`(text: String) throws {
    try folder.write(text, to: "ledger.sqlite.lock")
    let lock = try take()
    #expect(lock.lastRecordedRun == nil)
    lock.release()
  }

  @Test func `a short note overwrites a long one`() throws {
    let long = LockHolder(
      command: "run", script: String(repeating: "x", count: 1000), run: RunID("0123456789ab"),
      now: start, uptime: nil)
    guard case .taken(let first) = try RunLock.take(on: ledger, by: long, mounts: nil) else {
      Issue.record("a new lock is held")
      return
    }
    #expect(note()?.holder == long)
    first.release()
    let second = try take()
    #expect(note()?.holder == holder())
    second.release()
  }

  @Test func `a new ledger's lock knows no recorded run`() throws {
    let lock = try take()
    #expect(lock.lastRecordedRun == nil)
    lock.release()
  }

  @Test func `a recorded run outlives the lock, and a holder that records none`() throws {
    let first = try take("aaaaaaaaaaaa")
    try first.record(RunID("aaaaaaaaaaaa"))
    #expect(note()?.recordedRun == "aaaaaaaaaaaa")
    #expect(first.lastRecordedRun == nil)
    first.release()

    let second = try take("bbbbbbbbbbbb")
    #expect(second.lastRecordedRun == RunID("aaaaaaaaaaaa"))
    second.progress(1, now: start.addingTimeInterval(10))
    second.release()

    let third = try take("cccccccccccc")
    #expect(third.lastRecordedRun == RunID("aaaaaaaaaaaa"))
    #expect(note()?.holder?.run == "cccccccccccc")
    try third.record(RunID("cccccccccccc"))
    third.release()
    #expect(note()?.recordedRun == "cccccccccccc")
  }

  @Test func `nothing is recorded once the lock is given back`() throws {
    let lock = try take()
    lock.release()
    let error = #expect(throws: LedgerError.self) { try lock.record(RunID("0123456789ab")) }
    #expect(error?.kind == .io)
    #expect(note()?.recordedRun == nil)
  }

  @Test func `progress is written at most once a second`() throws {
    let lock = try take()
    lock.progress(1, now: start.addingTimeInterval(0.9))
    #expect(note()?.holder?.done == 0)
    lock.progress(2, now: start.addingTimeInterval(1))
    #expect(note()?.holder?.done == 2)
    #expect(note()?.holder?.progressAt == start.addingTimeInterval(1))
    for call in 3...9 { lock.progress(call, now: start.addingTimeInterval(1.5)) }
    #expect(note()?.holder?.done == 2)
    lock.progress(10, now: start.addingTimeInterval(2))
    #expect(note()?.holder?.done == 10)
    lock.release()
  }

  @Test func `progress goes on when the clock is set back`() throws {
    let lock = try take()
    lock.progress(5, now: start.addingTimeInterval(-3600))
    #expect(note()?.holder?.done == 5)
    lock.release()
  }

  @Test func `progress after the release is not written`() throws {
    let lock = try take()
    lock.release()
    lock.progress(5, now: start.addingTimeInterval(60))
    #expect(note()?.holder?.done == 0)
  }

  private func mounts(_ type: String) throws -> MountTable {
    let real = URL(filePath: folder.path).resolvingSymlinksInPath().path
    return MountTable(
      "1 0 0:1 / / rw - ext4 /dev/vda rw\n2 1 0:2 / \(real)/share rw - \(type) server:/x rw\n")
  }

  @Test func `a network file system is refused, and nothing is made there`() throws {
    try folder.write("", to: "share/x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: folder.file("share"))
    for path in ["share/state/ledger.sqlite", "link/state/ledger.sqlite"] {
      let ledger = LedgerFile(path: folder.file(path))
      let error = #expect(throws: LedgerError.self) {
        try RunLock.take(on: ledger, by: holder(), mounts: mounts("nfs4"))
      }
      #expect(error?.kind == .cannotOpen)
      for part in [ledger.path, "(nfs4)", "--ledger", "--allow-network-ledger"] {
        #expect(error?.description.contains(part) == true, "\(part)")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("share/state")))
  }

  @Test func `a network file system is used where that is allowed`() throws {
    let ledger = LedgerFile(path: folder.file("share/ledger.sqlite"))
    guard
      case .taken(let lock) = try RunLock.take(
        on: ledger, by: holder(), allowsNetworkFileSystem: true, mounts: mounts("nfs4"))
    else {
      Issue.record("a new lock is held")
      return
    }
    lock.release()
  }

  @Test(arguments: ["share/ledger.sqlite", "shared/ledger.sqlite"])
  func `a local file system beside it is used`(path: String) throws {
    let type = path.hasPrefix("share/") ? "xfs" : "nfs"
    guard
      case .taken(let lock) = try RunLock.take(
        on: LedgerFile(path: folder.file(path)), by: holder(), mounts: mounts(type))
    else {
      Issue.record("a new lock is held")
      return
    }
    lock.release()
  }
}
