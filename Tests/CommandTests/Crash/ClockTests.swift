import Foundation
import Ledger
import Simulator
import TestSupport
import Testing

extension CrashSuites {
  /// The wall clock is set, between runs and during one: a clock proves nothing by itself.
  struct ClockTests {
    private static let (day, year) = (86_400, 365 * 86_400)

    @Test(arguments: [-day, -year, day, year])
    func `a clock that is set between runs makes no second device`(seconds: Int) async throws {
      try await CrashWorld.run(.c) { world in
        #expect(try await world.run(nil, "names=d1").exitStatus == 0)
        try await world.loseAnswer(of: "d2")
        for _ in 1...2 {
          let run = try await world.run(.clock(0, seconds: seconds))
          #expect((run.exitStatus, run.error) == (0, ""))
          #expect(try await world.violations(after: run) == [])
        }
        #expect(await world.simulator.world.createRequests == 3)
        #expect(try await world.record("d2")?.state == .adopted)
      }
    }

    @Test func `a clock that is set back proves no absence, and one that is right again does`()
      async throws
    {
      try await CrashWorld.run(.c) { world in
        #expect(try await world.run(nil, "names=d1").exitStatus == 0)
        await world.simulator.world.inject([.error500BeforeCreate])
        #expect(try await world.run(nil, "names=d2").exitStatus == 75)
        let back = try await world.run(
          .clock(0, seconds: -Self.day), "--absent-after", "1ms", "names=d2 d3")
        #expect(back.exitStatus == 75, "\(back.error)")
        #expect(await world.count("d2") == 0)
        #expect(
          try await world.run(nil, "--absent-after", "1ms").exitStatus == 75,
          "two runs have to see it")
        let right = try await world.run(nil, "--absent-after", "1ms")
        #expect(right.exitStatus == 0, "\(right.error)")
        for name in CrashWorld.names { #expect(await world.count(name) == 1) }
        #expect(try await world.violations(after: right) == [])
      }
    }

    @Test(arguments: [-day, year])
    func `a clock that is set during a run makes no second device`(seconds: Int) async throws {
      let steps = try await CrashStory(name: "whole").steps(.b).filter {
        $0.call == .send || $0.call == .sync
      }
      var generator = CrashDepth.chosen.generator(for: "clock")
      for step in CrashDepth.chosen.isWhole
        ? steps : Array(steps.shuffled(using: &generator).prefix(4))
      {
        try await CrashWorld.run(.b) { world in
          await world.simulator.world.inject([.none, .dropAfterCreate])
          let mishap = Mishap.clock(step.number, seconds: seconds)
          let run = try await world.run(mishap)
          #expect(run.exitStatus == 0, "\(CrashDepth.chosen), \(mishap): \(run.error)")
          for late in [nil, mishap] { #expect(try await world.run(late).exitStatus == 0) }
          #expect(try await world.violations(after: run) == [], "\(CrashDepth.chosen), \(mishap)")
          #expect(await world.simulator.world.createRequests == 3)
        }
      }
    }

    @Test func `what the API wanted under a clock that was ahead holds nobody back for long`()
      async throws
    {
      try await CrashWorld.run(.c) { world in
        await world.simulator.world.inject([.tooManyRequestsAfterSeconds])
        // The run ends before the API wants to hear of it again, and the ledger remembers until
        // when.
        let ahead = try await world.run(.clock(0, seconds: Self.year), "--max-duration", "500ms")
        #expect(ahead.exitStatus == 75, "\(ahead.error)")
        let run = try await world.run()
        #expect(run.exitStatus == 0, "\(run.error)")
      }
    }
  }
}
