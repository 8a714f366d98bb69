import Effects
import Testing

@testable import Provisioning
@testable import Reporting

struct PlanActionTests {
  static func result(
    _ status: DeviceResult.Status, _ key: String? = "k", project: String = "p",
    message: String? = nil, location: String = "s.lua:1"
  ) -> DeviceResult {
    let failure = EffectFailure(
      .invalid, message ?? "no", key: key, location: message == nil ? nil : location)
    var result = DeviceResult(status, failure, name: key)
    if message == nil { result.failure = nil }
    result.project = project
    return result
  }

  @Test(
    arguments: [
      (.planned, .create), (.unchanged, .unchanged), (.exists, .import), (.rejected, .refused),
      (.unknown, .unknown),
      (.quarantined, .quarantined),
    ] as [(DeviceResult.Status, PlanAction)])
  func `what a plan finds has a word of its own`(status: DeviceResult.Status, action: PlanAction) {
    #expect(Self.result(status).action == action)
  }

  @Test func `what was rejected is a retry, and what differs from what was made is drift`() {
    var planned = Self.result(.planned)
    planned.rejection = ""
    #expect(planned.action == .retry)
    var unchanged = Self.result(.unchanged)
    unchanged.drift = ["tags"]
    #expect(unchanged.action == .drift)
  }

  @Test func `each action is counted in a plan's last line`() {
    #expect(
      PlanAction.allCases.map { $0.counted(2) } == [
        "2 unchanged", "2 to create", "2 to retry", "2 drift", "2 unknown", "2 quarantined",
        "2 to import", "2 refused",
      ])
  }
}
