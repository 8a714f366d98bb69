import QubitroModel

/// Which faults come by themselves, and how often.
package struct FaultMix: Hashable, Sendable {
  /// The share of requests that a fault strikes, from 0 to 1.
  ///
  /// Only those kinds of requests count that the mix has faults for.
  package var rate: Double
  /// How likely each fault is, against the others on the same kind of request.
  package var weights: [Fault: Double]

  package init(rate: Double, weights: [Fault: Double] = Self.usualWeights) {
    self.rate = rate
    self.weights = weights
  }

  /// No fault comes by itself.
  package static let tame = FaultMix(rate: 0)

  /// Every fault of a create that is quick and needs no person to go on, all equally likely.
  package static let usualWeights = Dictionary(
    uniqueKeysWithValues: Fault.allCases.map { ($0, $0.usualWeight) })
}

/// Draws among the faults that a mix has for one kind of request.
struct FaultLottery: Sendable {
  private let rate: Double
  private let lots: [(fault: Fault, weight: Double)]
  private let total: Double

  init(of mix: FaultMix, for target: Fault.Target) {
    rate = mix.rate
    lots = Fault.allCases.filter { $0.target == target }.map { ($0, mix.weights[$0, default: 0]) }
      .filter { $0.weight > 0 }
    total = lots.reduce(0) { $0 + $1.weight }
  }

  /// Draws a fault, or none.
  ///
  /// Every call takes the same number of random numbers, whether a fault strikes or not.
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

/// Says which fault strikes the next request.
///
/// That is the first fault that is queued for the request's kind, else one that is drawn from the
/// mix.
struct FaultSource: Sendable {
  private var queues: [Fault.Target: [Fault]] = [:]
  private let lotteries: [Fault.Target: FaultLottery]
  private var generator: IdentifierGenerator

  init(mix: FaultMix, seed: UInt64) {
    lotteries = Dictionary(
      uniqueKeysWithValues: Fault.Target.allCases.map { ($0, FaultLottery(of: mix, for: $0)) })
    // The ids come from the same seed; the faults must not follow from them.
    generator = IdentifierGenerator(seed: ~seed)
  }

  mutating func queue(_ faults: [Fault]) {
    for fault in faults { queues[fault.target, default: []].append(fault) }
  }

  mutating func next(for target: Fault.Target) -> Fault {
    if let queued = queues[target], !queued.isEmpty {
      return queues[target]?.removeFirst() ?? .none
    }
    return lotteries[target]?.draw(using: &generator) ?? .none
  }

  mutating func clear() {
    queues = [:]
  }
}
