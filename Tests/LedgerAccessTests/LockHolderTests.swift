import Foundation
import Ledger
import Testing

@testable import LedgerAccess

struct LockHolderTests {
  private let since = Date(timeIntervalSince1970: 1_795_611_600)

  private func holder(command: String = "run", script: String? = "sensors.lua") -> LockHolder {
    LockHolder(
      command: command, script: script, run: RunID("0123456789ab"), now: since, uptime: nil)
  }

  @Test func `a holder is this process on this host`() {
    let holder = holder()
    #expect(holder.pid == ProcessInfo.processInfo.processIdentifier)
    #expect(holder.host == ProcessInfo.processInfo.hostName)
    #expect(!holder.user.isEmpty)
    #expect(holder.run == "0123456789ab")
    #expect(holder.progressAt == since)
    #expect(holder.done == 0)
  }

  @Test func `a holder is described in words`() {
    var holder = holder()
    holder.progress(250, at: since.addingTimeInterval(60), nil)
    let start =
      "process \(holder.pid) on host \(holder.host), user \(holder.user), "
    #expect(
      holder.description(now: since.addingTimeInterval(72)) == start
        + "since 2026-11-25T13:00:00Z, running sensors.lua; last progress 12 s ago, 250 devices")
  }

  @Test func `a holder without a script is described by its command`() {
    #expect(
      holder(command: "reconcile", script: nil).description(now: since).contains(
        ", busy with reconcile; "))
  }

  @Test(arguments: [
    (-5, "0 s"), (0, "0 s"), (119.9, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"),
    (1e300, "0 s"),
  ])
  func `an age is short, and none is negative`(seconds: TimeInterval, age: String) {
    #expect(
      holder().description(now: since.addingTimeInterval(seconds)).hasSuffix(
        "; last progress \(age) ago, 0 devices"))
  }

  @Test func `one device is one device`() {
    var holder = holder()
    holder.progress(1, at: since, nil)
    #expect(holder.description(now: since).hasSuffix(", 1 device"))
  }

  @Test func `a note is one line of JSON in whole blocks, and is read back`() throws {
    let holder = holder(script: "a/b \"c\"\n.lua")
    let line = try LockNote(holder: holder, recordedRun: "ba9876543210").line(covering: 0)
    #expect(line.count == 512)
    #expect(line.firstIndex(of: UInt8(ascii: "\n")) == 511)
    let text = String(decoding: line, as: UTF8.self)
    for part in [
      "{\"holder\":{", "\"since\":\"2026-11-25T13:00:00Z\"",
      "\"progress_at\":\"2026-11-25T13:00:00Z\"", "\"done\":0",
      "\"script\":\"a/b \\\"c\\\"\\n.lua\"", "},\"recorded_run\":\"ba9876543210\"}",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(LockNote(line)?.holder == holder)
    #expect(LockNote(line)?.recordedRun == "ba9876543210")
  }

  @Test(arguments: [(0, 512), (512, 512), (513, 1024), (1024, 1024)])
  func `a note covers a longer one`(before: Int, size: Int) throws {
    #expect(try LockNote(holder: holder(), recordedRun: nil).line(covering: before).count == size)
  }

  @Test func `a note of every length ends its last block`() throws {
    for length in 0...1200 {
      let note = LockNote(
        holder: holder(script: String(repeating: "x", count: length)), recordedRun: nil)
      let line = try note.line(covering: 0)
      #expect(line.count % 512 == 0)
      #expect(line.last == UInt8(ascii: "\n"))
      #expect(LockNote(line)?.holder == note.holder)
    }
  }

  @Test func `what was recorded is read beside a holder that is not understood`() {
    let note = LockNote(
      Data("{\"holder\":{\"pid\":\"seven\"},\"recorded_run\":\"ba9876543210\"}".utf8))
    #expect(note?.recordedRun == "ba9876543210")
    #expect(note?.holder == nil)
  }

  @Test(arguments: ["", " ", "{", "{\"holder\":", "[]", "null", "\0\0\0"])
  func `a torn note is not read`(text: String) {
    #expect(LockNote(Data(text.utf8)) == nil)
  }
}
