import Foundation
import Ledger
import LedgerSQLite
import TestSupport
import Testing

@testable import LedgerAccess

struct LockHeartbeatTests {
  private let start = Date(timeIntervalSince1970: 1_795_611_600)
  private let folder: TemporaryDirectory
  private let progressCounter = ProgressCounter()
  private let lock: RunLock

  init() throws {
    folder = try TemporaryDirectory()
    let holder = LockHolder(
      command: "run", script: "s.lua", run: .random(), now: start, uptime: nil)
    guard
      case .taken(let lock) = try RunLock.take(
        on: LedgerFile(path: folder.file("l")), by: holder, mounts: nil)
    else {
      throw LedgerError(.conflict, "a new lock is held")
    }
    self.lock = lock
  }

  private func holder() -> LockHolder? {
    FileManager.default.contents(atPath: folder.file("l.lock")).flatMap { LockNote($0) }?.holder
  }

  /// Looks so many seconds after the start; returns when the note then says that there was
  /// progress.
  private func look(_ heartbeat: inout LockHeartbeat, at seconds: TimeInterval) -> TimeInterval? {
    heartbeat.look(now: start.addingTimeInterval(seconds), uptime: nil)
    return holder().map { $0.progressAt.timeIntervalSince(start) }
  }

  @Test func `nothing but progress is noted`() {
    var heartbeat = LockHeartbeat(lock, of: progressCounter)
    #expect(look(&heartbeat, at: 10) == 0)
    progressCounter.beat()
    #expect(look(&heartbeat, at: 20) == 20)
    #expect(look(&heartbeat, at: 30) == 20)
    progressCounter.countDevice()
    #expect(look(&heartbeat, at: 40) == 40)
    #expect(holder()?.done == 1)
  }

  @Test func `a pause with a known end counts as progress, and so does its end`() {
    var heartbeat = LockHeartbeat(lock, of: progressCounter)
    progressCounter.beginPause()
    #expect(look(&heartbeat, at: 10) == 10)
    #expect(look(&heartbeat, at: 20) == 20)
    progressCounter.endPause()
    #expect(look(&heartbeat, at: 30) == 30)
    #expect(look(&heartbeat, at: 40) == 30)
  }

  @Test func `it looks by itself until it is cancelled`() async throws {
    let heartbeat = LockHeartbeat.start(lock, of: progressCounter)
    try await eventually("the note shows a device") {
      progressCounter.countDevice()
      return (holder()?.done ?? 0) > 0
    }
    heartbeat.cancel()
    try await inTime("the heartbeat ends") { await heartbeat.value }
    let last = try #require(holder())
    #expect(last.progressAt != start && last.done <= progressCounter.deviceCount)
  }
}
