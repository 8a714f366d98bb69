import QubitroModel
import Simulator
import TestSupport
import Testing

struct FaultMixTests {
  /// The statuses of creates in a world with this mix.
  private func statuses(_ mix: FaultMix, seed: UInt64 = 1, count: Int = 40) async throws -> [Int?] {
    var settings = WorldSettings()
    settings.faults = mix
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], seed: seed,
      settings: settings)
    return try await RunningSimulator.run(world) { simulator in
      var statuses: [Int?] = []
      for _ in 0..<count { statuses.append(try await simulator.client.create().status) }
      return statuses
    }
  }

  @Test func `a tame world never misbehaves, and a rate of 1 always`() async throws {
    #expect(Set(try await statuses(.tame)) == [201])
    let always = try await statuses(
      FaultMix(rate: 1, weights: [.conflict: 1, .error503BeforeCreate: 3, .error500AfterCreate: 0]))
    #expect(Set(always) == [409, 503])
    #expect(always.count { $0 == 409 } < always.count { $0 == 503 })
  }

  @Test func `a seed repeats its faults, and another seed has others`() async throws {
    let mix = FaultMix(rate: 0.5, weights: [.conflict: 1, .error500BeforeCreate: 1])
    let first = try await statuses(mix)
    #expect(Set(first) == [201, 409, 500])
    #expect(try await statuses(mix) == first)
    #expect(try await statuses(mix, seed: 2) != first)
  }

  @Test
  func `nothing that waits for a person or takes long comes by itself, and lists are left alone`() {
    for fault in [Fault.holdAfterCreate, .stall, .slowDrip, .oversizedBody] {
      #expect(FaultMix.usualWeights[fault] == 0)
    }
    for fault in Fault.allCases where fault.target != .create {
      #expect(FaultMix.usualWeights[fault] == 0)
    }
    #expect(FaultMix.usualWeights[.dropAfterCreate] == 1)
    #expect(FaultMix.usualWeights[.lateCreate] == 1)
  }

  @Test func `a fault of lists strikes lists when it is asked for`() async throws {
    var settings = WorldSettings()
    settings.faults = FaultMix(rate: 1, weights: [.listError500: 1])
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    try await RunningSimulator.run(world) { simulator async throws in
      #expect(try await simulator.client.create().status == 201)
      #expect(try await simulator.client.get(RawClient.devices).status == 500)
    }
  }
}
