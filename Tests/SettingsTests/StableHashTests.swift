import Foundation
import TestSupport
import Testing

@testable import Settings

struct StableHashTests {
  @Test(
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func `the hash is that of FNV-1a`(text: String, hash: UInt64) {
    #expect(StableHash(of: text).value == hash)
  }
}

struct SeedTests {
  @Test func `the seed follows from the script, the arguments and the project, and never changes`()
  {
    let seed = Seed.of(script: "/srv/a.lua", arguments: ["x": "1", "y": "2"], project: "p")
    #expect(
      seed == Seed.of(script: "other/place/a.lua", arguments: ["y": "2", "x": "1"], project: "p"))
    let others = [
      Seed.of(script: "b.lua", arguments: ["x": "1", "y": "2"], project: "p"),
      Seed.of(script: "a.lua", arguments: ["x": "1", "y": "3"], project: "p"),
      Seed.of(script: "a.lua", arguments: ["x": "1y", "": "2"], project: "p"),
      Seed.of(script: "a.lua", arguments: ["x": "1", "y": "2"], project: "q"),
      Seed.of(script: "a.lua", arguments: ["x": "1", "y": "2"], project: nil),
    ]
    #expect(Set(others + [seed]).count == others.count + 1)
    // A change of this number would rename the devices of every script that draws random numbers.
    #expect(Seed.of(script: "a.lua", arguments: [:], project: nil) == 5_064_353_753_036_507_600)
  }
}

struct StartDelayTests {
  @Test func `one host always waits equally long for one job`() {
    let delay = StartDelay.of(host: "edge-1", jobID: "a", within: .seconds(10))
    #expect(delay == StartDelay.of(host: "edge-1", jobID: "a", within: .seconds(10)))
    #expect(delay != StartDelay.of(host: "edge-2", jobID: "a", within: .seconds(10)))
    #expect(delay != StartDelay.of(host: "edge-1", jobID: "b", within: .seconds(10)))
    #expect(StartDelay.of(host: "edge-1", jobID: "a", within: .zero) == .zero)
    let fraction = delay / .seconds(10)
    #expect(abs(fraction - 0.890_873_256_077_220_1) < 1e-12)
  }

  @Test func `the delays of many hosts are spread evenly over the range`() {
    var tenths = Array(repeating: 0, count: 10)
    for number in 0..<10_000 {
      let seconds =
        StartDelay.of(host: "edge-\(number)", jobID: "1f", within: .seconds(10)) / .seconds(1)
      #expect((0..<10).contains(seconds))
      tenths[Int(seconds)] += 1
    }
    // A thousand in each tenth, give or take five standard deviations of 30.
    #expect(tenths.allSatisfy { (850...1150).contains($0) }, "\(tenths)")
  }

  @Test func `a run that a person watches does not wait, and neither does a plan`() throws {
    let folder = try TemporaryDirectory()
    let script = try folder.write("", to: "s.lua")
    func delay(_ mode: RunMode, _ jitter: String?, isWatched: Bool) throws -> Duration {
      var settings = GivenSettings(mode: mode, script: script)
      settings[.jitter] = jitter
      settings[.apiKeyFile] = try folder.write("key", to: "key")
      settings[.ledger] = folder.file("l")
      return try Configuration(settings, environment: [:]).startDelay(
        on: "edge-1", isWatched: isWatched)
    }
    for mode in [RunMode.run, .reconcile] {
      #expect(try (.milliseconds(1)...(.seconds(10))).contains(delay(mode, nil, isWatched: false)))
      #expect(try delay(mode, nil, isWatched: true) == .zero)
      #expect(try delay(mode, "0", isWatched: false) == .zero)
    }
    #expect(try delay(.plan, nil, isWatched: false) == .zero)
  }
}
