import Foundation
import Settings
import Terminal
import Testing

struct TimeArgumentTests {
  private let now = Date(timeIntervalSince1970: 1_795_611_600)

  @Test(
    arguments: [
      ("2h", 1_795_611_600 - 7200), ("300ms", 1_795_611_599.7),
      ("2026-11-25T10:00:00Z", 1_795_600_800),
      ("2026-11-25T10:00:00+01:00", 1_795_597_200), ("2026-11-25", 1_795_564_800),
    ] as [(String, Double)])
  func `a duration is ago, a time is that time, and a day begins in UTC`(
    text: String, seconds: Double
  ) throws {
    #expect(
      abs(try TimeArgument.earliest(text, for: "--since", now: now).timeIntervalSince1970 - seconds)
        < 0.001)
  }

  @Test(arguments: ["", "yesterday", "2h ago", "2026-13-01", "2026-11-25x", "-2h"])
  func `anything else is an error of usage`(text: String) {
    let error = #expect(throws: HostError.self) {
      try TimeArgument.earliest(text, for: "--since", now: now)
    }
    #expect(error?.status == .usage)
  }
}
