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
