import Foundation
import LedgerSQLite
import Simulator
import TestSupport
import Testing

/// Real processes meet on one ledger.
struct OverlapTests {
  private let world: CommandWorld

  init() throws {
    world = try CommandWorld()
    try world.folder.write(
      "for n = 1, 3 do qubitro.create_device { name = 'd' .. n, source = 'mqtt' } end",
      to: "three.lua")
  }

  /// Has the note of the lock say that its holder's last progress is long ago, as it would after a
  /// day in which the holder was halted.
  private func age() throws {
    let path = world.ledger + ".lock"
    let note = try String(contentsOfFile: path, encoding: .utf8)
    let boot = /"seconds":\d+/
    #expect(note.contains(boot))
    // That is before the start of a machine that has been up for less than a day.
    let old = note.replacing(boot, with: #""seconds":-86400"#)
      .replacing(/"progress_at":"[^"]*"/, with: #""progress_at":"2001-01-01T00:00:00Z""#)
    let file = try FileHandle(forUpdating: URL(filePath: path))
    try file.write(contentsOf: Data(old.utf8))
    try file.close()
  }

  @Test func `who waits runs after the other, and fail says who it is`() async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let first = try world.start(simulator, "run", "three.lua")
      try await simulator.hasHeld()
      let waiting = try world.start(simulator, "run", "three.lua", "--overlap", "wait", "-v")
      try await waiting.hasReported()
      #expect(
        waiting.error.hasPrefix("waiting for the ledger, which is held by process "),
        "\(waiting.error)")
      let failed = try await world.run(simulator, "run", "three.lua", "--overlap", "fail")
      #expect(failed.exitStatus == 75)
      #expect(
        failed.error.contains("is held by process ") && failed.error.contains("running three.lua"),
        "\(failed.error)")
      await simulator.world.release()
      #expect(try await first.end().exitStatus == 0)
      let second = try await waiting.end()
      #expect(
        second.exitStatus == 0 && second.error.contains("unchanged 3; ledger "), "\(second.error)")
      #expect(await simulator.world.createRequests == 3)
      #expect(try await world.violations(simulator) == [])
    }
  }

  @Test func `a halted holder is told as stuck by whoever meets it, and to end it is safe`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.none, .holdAfterCreate])
      let first = try world.start(simulator, "run", "three.lua")
      try await simulator.hasHeld()
      first.signal(SIGSTOP)
      let healthy = try await world.run(simulator, "run", "three.lua")
      #expect((healthy.exitStatus, healthy.error) == (0, ""))
      try age()
      for overlap in ["skip", "wait", "fail"] {
        let run = try await world.run(simulator, "run", "three.lua", "--overlap", overlap)
        #expect(run.exitStatus == 75, "\(overlap): \(run.error)")
        #expect(run.error.contains("look at it:  ps -o pid,stat,etime,args -p "), "\(run.error)")
      }
      let forget = try await world.run(simulator, "devices", "forget", "d1")
      #expect(
        forget.exitStatus == 75 && forget.error.contains("end it:      kill "), "\(forget.error)")
      first.signal(SIGKILL)
      #expect(try await first.end().exitStatus == -SIGKILL)
      await simulator.world.release()
      // This generation shows no token again.
      #expect(
        try await world.run(simulator, "run", "three.lua", "--settle-after", "1ms").exitStatus == 3)
      #expect(await simulator.world.devices.count == 3)
      #expect(try await world.violations(simulator) == [])
    }
  }

  @Test func `a signal ends a wait in order, and so does --max-duration`() async throws {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.holdAfterCreate])
      let first = try world.start(simulator, "run", "three.lua", "--timeout", "10m")
      try await simulator.hasHeld()
      let waiting = try world.start(simulator, "run", "three.lua", "--overlap", "wait", "-v")
      try await waiting.hasReported()
      waiting.signal(SIGTERM)
      let ended = try await waiting.end()
      #expect(
        ended.exitStatus == 143 && ended.error.contains("stopped by SIGTERM"), "\(ended.error)")
      let late = try await world.run(
        simulator, "run", "three.lua", "--overlap", "wait", "--max-duration", "300ms")
      #expect(late.exitStatus == 75 && late.error.contains("--max-duration"), "\(late.error)")
      await simulator.world.release()
      #expect(try await first.end().exitStatus == 0)
    }
  }
}
