import Foundation
import Simulator
import TestSupport

/// Everything that a round's seed decides, drawn before it begins: what is real about it are only
/// the moments of the signals.
struct SoakChoices: Sendable {
  let shape: Shape
  /// Whether the API may tell the truth late, or not at all; then only a long wait proves absence.
  let mayBeLate: Bool
  let scripts: [SoakScript]
  let options: [String]
  let acts: [SoakAct]

  init(_ source: SeededGenerator) {
    var generator = source
    shape = Shape.allCases.randomElement(using: &generator) ?? .c
    mayBeLate = Bool.random(using: &generator)
    var scripts = (1...Int.random(in: 1...3, using: &generator)).map { number in
      SoakScript(
        name: "s\(number)", count: Int.random(in: 3...40, using: &generator), deletes: false)
    }
    if Int.random(in: 0..<3, using: &generator) == 0 {
      scripts.append(
        SoakScript(name: "x", count: Int.random(in: 2...6, using: &generator), deletes: true))
    }
    self.scripts = scripts
    var options = mayBeLate ? [] : ["--absent-after", "300ms"]
    if shape != .a, Bool.random(using: &generator) { options += ["--marker", "metadata"] }
    self.options = options
    acts = (1...Int.random(in: 8...16, using: &generator)).map { _ in
      let script = scripts.randomElement(using: &generator) ?? scripts[0]
      let concurrency = [1, 2, 4, 8, 16, 32].randomElement(using: &generator) ?? 8
      return SoakAct(script, options + ["--concurrency", "\(concurrency)"], using: &generator)
    }
  }

  /// A world in which a quarter of what may fail does.
  func world(seed: UInt64) -> World {
    var settings = WorldSettings()
    settings.shape = shape
    settings.dripTime = .milliseconds(100)
    settings.stallLimit = .milliseconds(200)
    settings.faults = FaultMix(
      rate: 0.25,
      weights: Dictionary(uniqueKeysWithValues: Fault.allCases.map { ($0, weight(of: $0)) }))
    return World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], seed: seed,
      settings: settings)
  }

  /// Nothing that waits for a person; what costs a second is rare.
  private func weight(of fault: Fault) -> Double {
    switch fault {
    case .none, .holdAfterCreate: 0
    // A device that is seen late, and a list or a get that denies one, look like a create that
    // never was.
    case .lateCreate, .delayedVisibility, .truncatedList, .laggingList, .emptyList, .getNotFound:
      mayBeLate ? 1 : 0
    case .stall, .slowDrip, .oversizedBody: 0.1
    case .tooManyRequests, .tooManyRequestsAfterSeconds, .tooManyRequestsAfterDate,
      .tooManyRequestsBare,
      .serviceUnavailableWithRetryAfter:
      0.05
    default: 1
    }
  }
}
