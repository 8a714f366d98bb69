import Foundation
import Ledger
import Testing

@testable import LedgerAccess

struct LockContentionTests {
  private let since = Date(timeIntervalSince1970: 1_795_611_600)
  private let limit = Duration.seconds(3600)

  private func contention(_ uptime: Int? = nil) -> LockContention {
    let uptime = uptime.map { Uptime(boot: "here", seconds: $0) }
    let holder = LockHolder(
      command: "run", script: "sensors.lua", run: RunID("0123456789ab"), now: since, uptime: uptime)
    return LockContention(path: "/l.sqlite.lock", holder: holder)
  }

  @Test(arguments: [(3599, false), (3600, true)])
  func `on this machine the uptime decides, which nobody sets`(seconds: Int, isStuck: Bool) {
    let uptime = Uptime(boot: "here", seconds: 1000 + seconds)
    for wall in [0, 86400 * 365, -86400 * 365] {
      #expect(
        contention(1000).isStuck(
          after: limit, now: since.addingTimeInterval(TimeInterval(wall)), uptime: uptime)
          == isStuck)
    }
  }

  @Test(arguments: [(3599, false), (3600, true), (-3599, false), (-3600, true)])
  func `on another machine the wall clock decides, ahead or behind`(
    seconds: TimeInterval, isStuck: Bool
  ) {
    let now = since.addingTimeInterval(seconds)
    #expect(
      contention().isStuck(after: limit, now: now, uptime: Uptime(boot: "there", seconds: 1))
        == isStuck)
    #expect(
      contention(1000).isStuck(after: limit, now: now, uptime: Uptime(boot: "there", seconds: 1))
        == isStuck)
  }

  @Test func `without a readable note, the time of the file decides`() {
    let nobody = LockContention(path: "/l.sqlite.lock", writtenAt: since)
    #expect(!nobody.isStuck(after: limit, now: since.addingTimeInterval(3599)))
    #expect(nobody.isStuck(after: limit, now: since.addingTimeInterval(3600)))
    #expect(!LockContention(path: "/l.sqlite.lock").isStuck(after: limit))
    #expect(
      nobody.description(now: since.addingTimeInterval(3600))
        == "a process that does not say who it is in /l.sqlite.lock, which it last wrote 60 min ago"
    )
  }

  @Test func `a clock that is ahead is reported as such`() {
    let text = contention().description(now: since.addingTimeInterval(-7200), uptime: nil)
    #expect(
      text.contains("last progress at 2026-11-25T13:00:00Z by a clock that is ahead"), "\(text)")
  }

  @Test func `an alarm says how to look at the holder, how to end it, and that this is safe`() {
    let alarm = contention().alarm(of: "/l.sqlite")
    let pid = ProcessInfo.processInfo.processIdentifier
    for part in [
      "the ledger /l.sqlite is held by process \(pid) on host ",
      "running sensors.lua; last progress ", "--stuck-after",
      "ps -o pid,stat,etime,args -p \(pid)", "kill \(pid), and kill -KILL \(pid)", "That is safe",
    ] {
      #expect(alarm.contains(part), "\(alarm)")
    }
    #expect(
      LockContention(path: "/l.sqlite.lock").alarm(of: "/l.sqlite").contains(
        "fuser -v /l.sqlite.lock"))
  }

  @Test func `the name of a holder's script cannot forge a line`() {
    let holder = LockHolder(command: "run", script: "a\nb", run: RunID("0123456789ab"))
    #expect(
      !LockContention(path: "/l", holder: holder).refusal(of: "/l", next: "go").contains("\n"))
  }
}
