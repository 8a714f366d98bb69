import Effects
import Foundation
import Ledger
import Testing

@testable import Provisioning
@testable import Reporting

/// What stays as it is from run to run is told when it appears or changes, and once a day.
struct OpenProblemsTests {
  private let noon = Date(timeIntervalSince1970: 1_700_000_000)

  private func result(_ status: DeviceResult.Status, _ key: String, drift: [String] = [])
    -> DeviceResult
  {
    var result = DeviceResult(status, EffectFailure(.unknown, "m", key: key), name: key)
    result.drift = drift
    return result
  }

  private func standing(_ results: DeviceResult...) -> OpenProblems {
    results.reduce(into: OpenProblems()) { $0.add($1) }
  }

  @Test func `only what stands is counted, by its kind`() {
    let standing = standing(
      result(.created, "a"), result(.rejected, "b"), result(.unknown, "c"),
      result(.quarantined, "d"), result(.exists, "e"),
      result(.unchanged, "f"), result(.unchanged, "g", drift: ["tags"]))
    #expect(OpenProblems.Kind.allCases.map(standing.count) == [1, 1, 1, 1])
  }

  @Test func `it is told once, and again when it changes, whatever order runs meet it in`() {
    let first = standing(
      result(.quarantined, "a"), result(.quarantined, "b"), result(.unchanged, "c", drift: ["tags"])
    )
    #expect(first.due(after: [:], now: noon) == [.quarantined, .drift])
    let told = first.told(after: [:], now: noon)
    let same = standing(
      result(.unchanged, "c", drift: ["tags"]), result(.quarantined, "b"), result(.quarantined, "a")
    )
    #expect(same.due(after: told, now: noon + 900) == [])
    #expect(same.told(after: told, now: noon + 900) == told)
    #expect(standing(result(.quarantined, "a")).due(after: told, now: noon + 900) == [.quarantined])
    let other = standing(
      result(.quarantined, "a"), result(.quarantined, "b"),
      result(.unchanged, "c", drift: ["brand"]))
    #expect(other.due(after: told, now: noon + 900) == [.drift])
  }

  @Test func `it is told again after a day, and after a clock was set back by one`() {
    let standing = standing(result(.unknown, "a"))
    let told = standing.told(after: [:], now: noon)
    #expect(standing.due(after: told, now: noon + 82_799) == [])
    #expect(standing.due(after: told, now: noon + 82_800) == [.unknown])
    #expect(standing.due(after: told, now: noon - 86_400) == [.unknown])
  }

  @Test func `what has gone and comes back is told again`() {
    let told = standing(result(.unknown, "a")).told(after: [:], now: noon)
    let gone = standing().told(after: told, now: noon + 900)
    #expect(gone == [:])
    #expect(standing(result(.unknown, "a")).due(after: gone, now: noon + 1800) == [.unknown])
  }
}
