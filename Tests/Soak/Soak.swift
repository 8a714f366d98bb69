import Foundation
import TestSupport

/// `dev/soak MINUTES [--seed N] [--rounds N]`: the command, run and killed at random against a
/// simulator that misbehaves in every way.
@main
enum Soak {
  /// How many rounds go on at once: a run mostly waits.
  private static let width = 3

  static func main() async throws {
    guard let wish = Wish(CommandLine.arguments.dropFirst()) else {
      FileHandle.standardError.write(Data("usage: dev/soak MINUTES [--seed N] [--rounds N]\n".utf8))
      exit(64)
    }
    print(
      "soak: seed \(wish.seed); --seed \(wish.seed) makes the same choices, "
        + "but the moments of the signals are real time's")
    let end = ContinuousClock.now + .seconds(wish.minutes * 60)
    let tally = await withTaskGroup(of: SoakTally.self) { group in
      var rounds = (1...wish.rounds).makeIterator()
      var tally = SoakTally()
      func start() {
        guard ContinuousClock.now < end, tally.violations.isEmpty, let round = rounds.next() else {
          return
        }
        group.addTask { await SoakRound(number: round, seed: wish.seed).tally() }
      }
      for _ in 1...width { start() }
      while let next = await group.next() {
        tally += next
        start()
      }
      return tally
    }
    print(tally.table)
    for violation in tally.violations { print("VIOLATION \(violation); seed \(wish.seed)") }
    exit(tally.violations.isEmpty ? 0 : 1)
  }

  /// What the command line asks for.
  private struct Wish {
    var minutes = 0.0
    var seed = UInt64.random(in: 0..<1_000_000)
    var rounds = 100_000

    init?(_ arguments: ArraySlice<String>) {
      var arguments = arguments
      guard let minutes = arguments.popFirst().flatMap({ Double($0) }), minutes > 0, minutes <= 1440
      else { return nil }
      self.minutes = minutes
      while let option = arguments.popFirst() {
        guard let value = arguments.popFirst() else { return nil }
        switch option {
        case "--seed":
          guard let seed = UInt64(value) else { return nil }
          self.seed = seed
        case "--rounds":
          guard let rounds = Int(value), rounds > 0 else { return nil }
          self.rounds = rounds
        default: return nil
        }
      }
    }
  }
}
