import Foundation
import Ledger
import LedgerSQLite
import Provisioning
import Reporting
import Settings
import Terminal
import TestSupport
import Testing

@testable import Host
@testable import LedgerAccess

/// A run finds its ledger held, and does what `--overlap` says.
struct OverlapPolicyTests {
  private let folder: TemporaryDirectory
  private let control = RunControl()

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write("", to: "s.lua")
    try folder.write("key", to: "key")
  }

  private var file: LedgerFile { LedgerFile(path: folder.file("l.sqlite")) }

  /// Holds the lock as a run that made its last progress `seconds` ago.
  private func hold(idleFor seconds: Int = 0) throws -> RunLock {
    let uptime = Uptime(boot: "here", seconds: 1_000_000)
    let here = Uptime.now.map { Uptime(boot: $0.boot, seconds: $0.seconds - seconds) } ?? uptime
    let holder = LockHolder(
      command: "run", script: "other.lua", run: .random(),
      now: Date(timeIntervalSinceNow: -Double(seconds)), uptime: here)
    guard case .taken(let lock) = try RunLock.take(on: file, by: holder, mounts: nil) else {
      throw LedgerError(.conflict, "a new lock is held")
    }
    return lock
  }

  private struct Arrival {
    var runResult: RunResult
    var error: String
    var output: String
  }

  private func arrive(
    _ overlap: Overlap, isTerminal: Bool = false, _ change: (inout GivenSettings) -> Void = { _ in }
  ) async throws
    -> Arrival
  {
    let console = CapturedConsole(isTerminal: isTerminal)
    let run = try self.run(overlap, console, change)
    return Arrival(
      runResult: try await run.execute(), error: console.error, output: console.output)
  }

  private func run(
    _ overlap: Overlap, _ console: CapturedConsole,
    _ change: (inout GivenSettings) -> Void = { _ in }
  ) throws -> Run {
    var settings = GivenSettings(mode: .run, script: folder.file("s.lua"))
    settings[.apiKeyFile] = folder.file("key")
    settings[.ledger] = file.path
    settings[.overlap] = overlap.rawValue
    change(&settings)
    return Run(
      try Configuration(settings, environment: [:]), console: console, control: control)
  }

  @Test func `skip is silent, and names the holder on a terminal and in JSON`() async throws {
    let lock = try hold(idleFor: 3000)
    let silent = try await arrive(.skip)
    #expect((silent.runResult.exitStatus, silent.error) == (.converged, ""))
    let seen = try await arrive(.skip, isTerminal: true)
    #expect(seen.runResult.exitStatus == .converged)
    #expect(
      seen.error.hasPrefix("another run holds the ledger (process ")
        && seen.error.contains("running other.lua"))
    #expect(seen.error.split(separator: "\n").count == 1)
    let reported = try await arrive(.skip) { $0.isJSON = true }
    #expect(
      reported.output.contains(#""skipped":true,"holder":"process "#), "\(reported.output)")
    lock.release()
  }

  @Test func `fail is 75 and names the holder`() async throws {
    let lock = try hold()
    let arrival = try await arrive(.fail) { $0.isJSON = true }
    #expect(arrival.runResult.exitStatus == .tryLater)
    #expect(
      arrival.error.contains("stopped: the ledger \(file.path) is held by process "),
      "\(arrival.error)")
    #expect(
      arrival.error.contains(
        "nothing was done; run again once it has ended, or pass --overlap wait"))
    #expect(arrival.output.contains(#""holder":"process "#) && !arrival.output.contains("skipped"))
    lock.release()
  }

  @Test(arguments: [Overlap.skip, .wait, .fail])
  func `a holder that is stuck is 75, whatever --overlap says`(overlap: Overlap) async throws {
    let lock = try hold(idleFor: 3601)
    let arrival = try await arrive(overlap)
    #expect(arrival.runResult.exitStatus == .tryLater)
    #expect(
      arrival.error.contains("last progress 60 min ago") && arrival.error.contains("kill -KILL"),
      "\(arrival.error)")
    lock.release()
  }

  @Test func `a holder that is stuck for less than --stuck-after is not`() async throws {
    let lock = try hold(idleFor: 60)
    #expect(try await arrive(.skip) { $0[.stuckAfter] = "1h" }.runResult.exitStatus == .converged)
    #expect(try await arrive(.skip) { $0[.stuckAfter] = "1m" }.runResult.exitStatus == .tryLater)
    lock.release()
  }

  @Test func `a run that waits names the holder, and begins once the other has ended`() async throws
  {
    let lock = try hold()
    let console = CapturedConsole(isTerminal: true)
    let waiting = Task { [run = try run(.wait, console)] in try await run.execute() }
    try await eventually("the run says that it waits") { !console.error.isEmpty }
    #expect(
      console.error.hasPrefix("waiting for the ledger, which is held by process "),
      "\(console.error)")
    lock.release()
    let runResult = try await inTime("the run ends") { try await waiting.value }
    #expect(
      runResult.exitStatus == .converged && !runResult.isSkipped && runResult.holder == nil)
    #expect(try await SQLiteLedger(reading: file.path)?.runs(last: 2).count == 1)
    #expect(console.error.split(separator: "\n").count == 2)
  }

  @Test func `a run that waits notices that the holder becomes stuck`() async throws {
    let lock = try hold()
    let console = CapturedConsole(isTerminal: true)
    let waiting = Task { [run = try run(.wait, console)] in try await run.execute() }
    try await eventually("the run says that it waits") { !console.error.isEmpty }
    let long = Uptime.now.map { Uptime(boot: $0.boot, seconds: $0.seconds - 7200) }
    lock.progress(7, now: Date(timeIntervalSinceNow: -7200), uptime: long)
    let runResult = try await inTime("the wait ends") { try await waiting.value }
    #expect(runResult.exitStatus == .tryLater)
    #expect(console.error.contains("last progress 2 h ago, 7 devices"), "\(console.error)")
    lock.release()
  }

  @Test func `a signal ends the wait, and so does --max-duration`() async throws {
    let lock = try hold()
    let late = try await arrive(.wait) { $0[.maxDuration] = "10ms" }
    #expect(late.runResult.exitStatus == .tryLater)
    #expect(late.error.contains("the time of --max-duration is over"))
    _ = control.request(.interrupt)
    #expect(try await arrive(.wait).runResult.exitStatus == .interrupted)
    lock.release()
  }

  @Test func `a note that is about to be overwritten proves nothing`() async throws {
    let last = try hold(idleFor: 86400)
    last.release()
    // The next holder has the lock, and the note still names the last one.
    let next = try LockFile(beside: file)
    #expect(try next.lock())
    let console = CapturedConsole()
    let arriving = Task { [run = try run(.skip, console)] in try await run.execute() }
    try await eventually("the run tries a second time") { control.progressCounter.isPausing }
    try next.write(
      LockNote(
        holder: LockHolder(command: "run", script: "next.lua", run: .random()), recordedRun: nil))
    let runResult = try await inTime("the run ends") { try await arriving.value }
    #expect(runResult.exitStatus == .converged)
    #expect(console.error == "")
    next.close()
  }

  @Test func `a signal before the start leaves nothing behind, and says nothing`() async throws {
    var settings = GivenSettings(mode: .run, script: folder.file("s.lua"))
    settings[.apiKeyFile] = folder.file("key")
    settings[.ledger] = folder.file("state/l.sqlite")
    let console = CapturedConsole()
    _ = control.request(.terminate)
    let run = Run(
      try Configuration(settings, environment: [:]), console: console, control: control,
      startDelay: .seconds(3600))
    #expect(try await run.execute().exitStatus == .terminated)
    #expect(console.error == "" && !FileManager.default.fileExists(atPath: folder.file("state")))
  }
}
