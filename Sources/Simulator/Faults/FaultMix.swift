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
