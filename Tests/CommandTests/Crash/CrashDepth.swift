import Foundation
import TestSupport

/// At how many of a run's steps it is crashed: a sample, or with `CRASH_DEPTH=all` at every one in
/// every way.
///
/// `CRASH_SEED` repeats a sample.
struct CrashDepth: Sendable, CustomStringConvertible {
  static let chosen = CrashDepth()

  let isWhole: Bool
  let seed: UInt64

  private init() {
    let environment = ProcessInfo.processInfo.environment
    isWhole = environment["CRASH_DEPTH"] == "all"
    seed = environment["CRASH_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000)
  }

  var description: String { isWhole ? "CRASH_DEPTH=all" : "CRASH_SEED=\(seed)" }

  /// Each story draws from a stream of its own, so that the order in which tests run changes
  /// nothing.
  func generator(for story: String) -> SeededGenerator {
    SeededGenerator(seed: story.utf8.reduce(seed) { ($0 &* 31) &+ UInt64($1) })
  }

  /// Where a run of these steps is crashed.
  func points(of steps: [Mishap.Step], count: Int, using generator: inout SeededGenerator)
    -> [Mishap]
  {
    guard !isWhole else { return steps.flatMap { every(at: $0, using: &generator) } }
    // Neighbouring writes of one transaction leave the same behind, as only its last makes it
    // count.
    let others = steps.filter { $0.call != .write }.shuffled(using: &generator)
    let writes = steps.filter { $0.call == .write }.shuffled(using: &generator)
    let chosen = (others.prefix(count * 4 / 5) + writes).prefix(count)
    return chosen.compactMap { every(at: $0, using: &generator).randomElement(using: &generator) }
  }

  private func every(at step: Mishap.Step, using generator: inout SeededGenerator) -> [Mishap] {
    [
      .kill(step.number), .half(step.number),
      .powerFailure(step.number, seed: .random(in: 0..<1_000_000, using: &generator)),
    ]
  }
}
