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

  /// Draws one, or none; every call for a kind of request that may be struck takes as many numbers.
  func draw(for target: Fault.Target, using generator: inout some RandomNumberGenerator) -> Fault? {
    let candidates = Fault.allCases.filter { $0.target == target && weights[$0, default: 0] > 0 }
    let total = candidates.reduce(0) { $0 + weights[$1, default: 0] }
    guard rate > 0, total > 0 else { return nil }
    let strikes = Double.random(in: 0..<1, using: &generator) < rate
    var point = Double.random(in: 0..<total, using: &generator)
    guard strikes else { return nil }
    for fault in candidates {
      point -= weights[fault, default: 0]
      if point < 0 { return fault }
    }
    return candidates.last
  }
}
