import QubitroModel

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
