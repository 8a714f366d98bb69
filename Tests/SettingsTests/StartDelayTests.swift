import Foundation
import TestSupport
import Testing

@testable import Settings

struct StartDelayTests {
  @Test func `the same host and subject always begin at the same moment`() {
    let delay = StartDelay.of(host: "edge-1", jobID: "a", within: .seconds(10))
    #expect(delay == StartDelay.of(host: "edge-1", jobID: "a", within: .seconds(10)))
    #expect(delay != StartDelay.of(host: "edge-2", jobID: "a", within: .seconds(10)))
    #expect(delay != StartDelay.of(host: "edge-1", jobID: "b", within: .seconds(10)))
    #expect(StartDelay.of(host: "edge-1", jobID: "a", within: .zero) == .zero)
  }

  @Test func `many hosts are spread evenly over the range`() {
    var tenths = Array(repeating: 0, count: 10)
    for number in 0..<10_000 {
      let seconds =
        StartDelay.of(host: "edge-\(number)", jobID: "1f", within: .seconds(10)) / .seconds(1)
      #expect((0..<10).contains(seconds))
      tenths[Int(seconds)] += 1
    }
    // A thousand in each, give or take five times the deviation of chance, which is 30.
    #expect(tenths.allSatisfy { (850...1150).contains($0) }, "\(tenths)")
  }

  @Test func `nobody waits who is watched, or only plans`() throws {
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
