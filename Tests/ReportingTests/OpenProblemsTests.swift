import Effects
import Foundation
import Ledger
import Testing

@testable import Provisioning
@testable import Reporting

/// What stays as it is from run to run is notified when it appears or changes, and once a day.
struct OpenProblemsTests {
  private let noon = Date(timeIntervalSince1970: 1_700_000_000)

  private func result(_ status: DeviceResult.Status, _ key: String, drift: [String] = [])
    -> DeviceResult
  {
    var result = DeviceResult(status, EffectFailure(.unknown, "m", key: key), name: key)
    result.drift = drift
    return result
  }

  private func problems(_ results: DeviceResult...) -> OpenProblems {
    results.reduce(into: OpenProblems()) { $0.add($1) }
  }

  @Test func `only open problems are counted, by their kind`() {
    let problems = problems(
      result(.created, "a"), result(.rejected, "b"), result(.unknown, "c"),
      result(.quarantined, "d"), result(.exists, "e"),
      result(.unchanged, "f"), result(.unchanged, "g", drift: ["tags"]))
    #expect(OpenProblems.Kind.allCases.map(problems.count) == [1, 1, 1, 1])
  }

  @Test func `a problem is notified once, and again when it changes, in whatever order it comes`() {
    let first = problems(
      result(.quarantined, "a"), result(.quarantined, "b"), result(.unchanged, "c", drift: ["tags"])
    )
    #expect(first.due(after: [:], now: noon) == [.quarantined, .drift])
    let notified = first.notified(after: [:], now: noon)
    let same = problems(
      result(.unchanged, "c", drift: ["tags"]), result(.quarantined, "b"), result(.quarantined, "a")
    )
    #expect(same.due(after: notified, now: noon + 900) == [])
    #expect(same.notified(after: notified, now: noon + 900) == notified)
    #expect(
      problems(result(.quarantined, "a")).due(after: notified, now: noon + 900) == [.quarantined])
    let other = problems(
      result(.quarantined, "a"), result(.quarantined, "b"),
      result(.unchanged, "c", drift: ["brand"]))
    #expect(other.due(after: notified, now: noon + 900) == [.drift])
  }

  @Test func `a problem is notified again after a day, and after a clock was set back by one`() {
    let problems = problems(result(.unknown, "a"))
    let notified = problems.notified(after: [:], now: noon)
    #expect(problems.due(after: notified, now: noon + 82_799) == [])
    #expect(problems.due(after: notified, now: noon + 82_800) == [.unknown])
    #expect(problems.due(after: notified, now: noon - 86_400) == [.unknown])
  }

  @Test func `a problem that has gone and comes back is notified again`() {
    let notified = problems(result(.unknown, "a")).notified(after: [:], now: noon)
    let gone = problems().notified(after: notified, now: noon + 900)
    #expect(gone == [:])
    #expect(problems(result(.unknown, "a")).due(after: gone, now: noon + 1800) == [.unknown])
  }
}
