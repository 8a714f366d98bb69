import Foundation
import Ledger
import QubitroModel
import Simulator
import TestSupport
import Testing

/// What has happened before a run that is crashed, and what has to be true in the end.
struct CrashStory: Sendable {
  var name: String
  /// The devices that others have made before.
  var others: [String] = []
  /// The names that the ledger has to know in the end; each exists once, as do the others'.
  var own = CrashWorld.names
  /// The exit status of the run that has settled everything; generation a may have quarantined
  /// something besides (3).
  var lastStatus: Int32 = 0
  var prepare: @Sendable (CrashWorld) async throws -> Void = { _ in }

  /// What is wrong with how it goes on after a crash at one point; and whether the crash came at
  /// all.
  struct Result: Sendable {
    var wasCrashed: Bool
    var violations: [String]
  }

  /// The steps of the run when nothing goes wrong.
  func steps(_ shape: Shape) async throws -> [Mishap.Step] {
    try await CrashWorld.run(shape, others: others) { world in
      try await prepare(world)
      _ = try await world.run(.nothing)
      return world.steps
    }
  }

  /// Crashes the run, looks, plans, goes on three times, and looks again.
  func result(of mishap: Mishap, _ shape: Shape) async throws -> Result {
    try await CrashWorld.run(shape, others: others) { world in
      try await prepare(world)
      let crashed = try await world.run(mishap)
      let wasCrashed = crashed.exitStatus == -SIGKILL
      var found = try await world.violations(after: crashed, own: own)
      let step = world.steps.last.map { "\($0.call.rawValue) \($0.subject)" } ?? ""
      let second = try await world.run()
      if ![0, 3, 75].contains(second.exitStatus) {
        found.append("the next run ends with \(second.exitStatus): \(second.error)")
      }
      found += try await world.violations(after: second, own: own)
      // All that the simulator has made can be seen now, and half a second has passed: what is not
      // shown was never made.
      await world.simulator.world.settle()
      // Two runs have to see that something is not there.
      let third = try await world.run(nil, "--absent-after", "1ms")
      found += try await world.violations(after: third, own: own)
      let fourth = try await world.run(nil, "--absent-after", "1ms")
      found += try await world.violations(after: fourth, own: own) + missing(in: world, fourth)
      return Result(
        wasCrashed: wasCrashed,
        violations: found.map { "\(name), \(shape), \(mishap) (\(step)): \($0)" })
    }
  }

  /// What is not as it has to be once everything could be settled.
  private func missing(in world: CrashWorld, _ run: CommandRun) async throws -> [String] {
    var found: [String] = []
    let allowed: Set<Int32> = world.shape == .a ? [lastStatus, 3] : [lastStatus]
    if !allowed.contains(run.exitStatus) {
      found.append("the last run ends with \(run.exitStatus): \(run.error)")
    }
    for name in Set(own + CrashWorld.names + others) {
      let count = await world.count(name)
      if count != 1 { found.append("'\(name)' exists \(count) times") }
    }
    for name in own {
      let state = try await world.record(name)?.state
      let isDone =
        state == .created || state == .adopted || (world.shape == .a && state == .quarantined)
      if !isDone {
        found.append("'\(name)' ends as \(state?.rawValue ?? "nothing"): its token is lost")
      }
    }
    return found
  }
}

/// A story that is crashed at one point.
struct CrashPoint: Sendable {
  var story: CrashStory
  var shape: Shape
  var mishap: Mishap
}

extension CrashStory {
  /// Crashes the run at points that the depth picks, and expects that every promise holds after
  /// each.
  func check(_ depth: CrashDepth, count: Int) async throws {
    var points: [CrashPoint] = []
    var generator = depth.generator(for: name)
    for shape in Shape.allCases {
      let mishaps = depth.points(
        of: try await steps(shape), count: max(1, count / Shape.allCases.count), using: &generator)
      points += mishaps.map { CrashPoint(story: self, shape: shape, mishap: $0) }
    }
    await Self.check(points, name, depth)
  }

  /// The same for points of several stories.
  static func check(_ points: [CrashPoint], _ name: String, _ depth: CrashDepth) async {
    let crashed = await withTaskGroup(of: Bool.self) { group in
      var waiting = points[...]
      var crashed = 0
      func start() {
        guard let point = waiting.popFirst() else { return }
        group.addTask { await expectWell(point) }
      }
      // More at once only wait for each other.
      for _ in 0..<4 { start() }
      while let wasCrashed = await group.next() {
        crashed += wasCrashed ? 1 : 0
        start()
      }
      return crashed
    }
    print("crash: \(name): \(crashed) of \(points.count) points crashed, \(depth)")
    #expect(crashed * 10 >= points.count * 8, "\(name): most points must be reached")
  }

  private static func expectWell(_ point: CrashPoint) async -> Bool {
    do {
      let result = try await point.story.result(of: point.mishap, point.shape)
      #expect(result.violations.isEmpty, "\(result.violations.joined(separator: "\n"))")
      return result.wasCrashed
    } catch {
      // A file that cannot even be looked at; the other points are tried all the same.
      Issue.record("\(point.story.name), \(point.shape), \(point.mishap): \(error)")
      return true
    }
  }
}
