import Foundation
import Simulator
import TestSupport
import Testing

extension CrashSuites {
  /// The command is killed, or its power fails, wherever it writes, syncs, locks or sends: no
  /// device is made twice, and no credential is lost.
  ///
  /// After each crash the ledger is whole and the lock free, and runs that follow bring everything
  /// to its end.
  struct CrashTests {
    private let depth = CrashDepth.chosen

    @Test func `a first run may crash at any step`() async throws {
      try await CrashStory(name: "first run").check(depth, count: 42)
    }

    @Test func `a plan reads what a crash has left of a ledger that was being made`() async throws {
      let steps = try await CrashStory(name: "whole").steps(.c)
      // Until the first transaction of the write-ahead log everything is in the making.
      let making = steps.prefix { !($0.call == .sync && $0.subject.hasSuffix("-wal")) }.filter {
        !$0.subject.hasSuffix("-shm")
      }
      for step in making {
        try await CrashWorld.run(.c) { world in
          #expect(try await world.run(.kill(step.number)).exitStatus == -SIGKILL)
          let plan = try await world.run(nil, verb: "plan")
          #expect(
            plan.exitStatus == 0 && plan.error.hasPrefix("plan of three.lua: 3 to create;"),
            "before step \(step): \(plan.error)")
        }
      }
    }

    @Test func `a run may crash whatever the API makes of a create`() async throws {
      let faults = Fault.allCases.filter {
        $0.target == .create && $0 != .holdAfterCreate && $0 != .none
      }
      let steps = try await CrashStory(name: "whole").steps(.b).drop { $0.subject != "POST" }
      var generator = depth.generator(for: "faults")
      var points: [CrashPoint] = []
      for (index, fault) in faults.enumerated() {
        let story = CrashStory(name: fault.rawValue) { world in
          await world.simulator.world.inject([.none, fault])
        }
        let shapes = Shape.allCases
        for shape in depth.isWhole ? shapes : [shapes[index % shapes.count]] {
          let mishaps = depth.points(of: Array(steps), count: 2, using: &generator)
          points += mishaps.map { CrashPoint(story: story, shape: shape, mishap: $0) }
        }
      }
      await CrashStory.check(points, "faults", depth)
    }

    @Test func `a run that settles an earlier crash may crash`() async throws {
      // Of the last device there is only the intent, and the first is asked for while that one is
      // looked for.
      let story = CrashStory(name: "settling") { world in
        _ = try await world.run(nil, "names=d2")
        try await world.loseAnswer(of: "d3")
      }
      try await story.check(depth, count: 9)
    }

    @Test func `a first look may crash, and what others have made is never taken`() async throws {
      let others = (1...40).map { "other\($0)" } + ["d2"]
      let story = CrashStory(name: "first look", others: others, own: ["d1", "d3"], lastStatus: 3)
      try await story.check(depth, count: 9)
    }

    @Test func `a ledger of an older version may crash as it is brought up to date`() async throws {
      let story = CrashStory(name: "migration", others: ["d2", "d3"]) { world in
        try await OlderLedger.write(into: world)
      }
      try await story.check(depth, count: 9)
    }

    @Test(arguments: [true, false])
    func `a ledger that was brought back from an older copy may crash before all of that is known`(
      withLock: Bool
    ) async throws {
      let story = CrashStory(name: "older copy, lock too: \(withLock)", own: ["d3"], lastStatus: 3)
      { world in
        try await world.loseAnswer(of: "d3")
        // The copy knows the intent of one device; the run that follows finds that one and makes
        // the others.
        let copy = try LedgerCheck.copy(world.ledger, into: world.folder)
        let lock = try Data(contentsOf: URL(filePath: world.ledger + ".lock"))
        _ = try await world.run()
        try world.bringBack(copy)
        if withLock { try lock.write(to: URL(filePath: world.ledger + ".lock")) }
      }
      try await story.check(depth, count: 9)
    }
  }
}
