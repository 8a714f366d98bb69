import QubitroModel

/// Which faults come by themselves, and how often.
package struct FaultMix: Hashable, Sendable {
  /// The share of the requests that are struck, of those kinds that the mix has faults for; from 0 to 1.
  package var rate: Double
  /// How likely each is, against the others on the same kind of request.
  package var weights: [Fault: Double]

  package init(rate: Double, weights: [Fault: Double] = Self.usualWeights) {
    self.rate = rate
    self.weights = weights
  }

  /// No fault that was not asked for.
  package static let tame = FaultMix(rate: 0)

  /// Every fault of a create that does not need a person to go on.
  package static let usualWeights = Dictionary(uniqueKeysWithValues: Fault.allCases.map { ($0, $0.usualWeight) })
}

/// The faults that a mix has for one kind of request, to draw from.
struct FaultLots: Sendable {
  private let rate: Double
  private let lots: [(fault: Fault, weight: Double)]
  private let total: Double

  init(of mix: FaultMix, for target: Fault.Target) {
    rate = mix.rate
    lots = Fault.allCases.filter { $0.target == target }.map { ($0, mix.weights[$0, default: 0]) }.filter { $0.weight > 0 }
    total = lots.reduce(0) { $0 + $1.weight }
  }

  /// Draws one, or none; if any may come, every call takes as many numbers.
  func draw(using generator: inout some RandomNumberGenerator) -> Fault? {
    guard rate > 0, total > 0 else { return nil }
    let strikes = Double.random(in: 0..<1, using: &generator) < rate
    var point = Double.random(in: 0..<total, using: &generator)
    guard strikes else { return nil }
    for lot in lots {
      point -= lot.weight
      if point < 0 { return lot.fault }
    }
    return lots.last?.fault
  }
}

/// Says which fault strikes the next request: the first that is queued for its kind, else what the mix draws.
struct FaultSource: Sendable {
  private var queues: [Fault.Target: [Fault]] = [:]
  private let lots: [Fault.Target: FaultLots]
  private var generator: IdentifierGenerator

  init(mix: FaultMix, seed: UInt64) {
    lots = Dictionary(uniqueKeysWithValues: Fault.Target.allCases.map { ($0, FaultLots(of: mix, for: $0)) })
    // Another stream than the ids', which come from the same seed.
    generator = IdentifierGenerator(seed: ~seed)
  }

  mutating func queue(_ faults: [Fault]) {
    for fault in faults { queues[fault.target, default: []].append(fault) }
  }

  mutating func next(for target: Fault.Target) -> Fault {
    if let queued = queues[target], !queued.isEmpty { return queues[target]?.removeFirst() ?? .none }
    return lots[target]?.draw(using: &generator) ?? .none
  }

  mutating func clear() {
    queues = [:]
  }
}
