import Effects
import LuaRuntime
import Settings
import Testing

@testable import Provisioning
@testable import Reporting

struct FailureReportTests {
  private func result(
    _ status: DeviceResult.Status, _ kind: EffectFailure.Kind, _ name: String,
    _ message: String? = nil
  ) -> DeviceResult {
    DeviceResult(
      status, EffectFailure(kind, message ?? "'\(name)' is wrong", key: name, location: "s.lua:3"),
      name: name)
  }

  private func report(_ activity: RunActivity = RunActivity(), _ change: (inout RunResult) -> Void)
    -> [String]
  {
    var runResult = RunResult(mode: .run)
    change(&runResult)
    let report = FailureReport(
      runResult: runResult, context: Advice.Context(ledger: "/var/l.sqlite", run: "r1"),
      logged: [], activity: activity)
    return report.text.split(separator: "\n").map(String.init)
  }

  @Test func `each row is named once, and neighbours with the same next step share its line`() {
    let lines = report { runResult in
      for name in ["a", "b"] { runResult.add(result(.rejected, .invalid, name)) }
      runResult.add(result(.exists, .exists, "c"))
    }
    #expect(
      lines.dropLast(2) == [
        "qubitro-host: run: exists 1, rejected 2", "  rejected: s.lua:3: 'a' is wrong",
        "  rejected: s.lua:3: 'b' is wrong",
        "    next: correct the row and run again; nothing was created",
        "  exists: s.lua:3: 'c' is wrong",
        "    next: qubitro-host import takes it over (a plan first); "
          + "else give the device another name; nothing was created",
      ])
  }

  @Test func `the reason of the stop does not repeat what a row says`() {
    let lines = report { runResult in
      runResult.add(result(.rejected, .keyRefused, "a", "'a': the API refused the key"))
      runResult.stop = .keyRefused("'a': the API refused the key")
    }
    #expect(lines.filter { $0.contains("refused the key") }.count == 1)
    #expect(lines.contains("stopped: for the reason of a row above"))
  }

  @Test func `a reason that quotes others stands on one line`() {
    #expect(report { $0.stop = .unavailable("no\nanswer") }.contains(#"stopped: no\nanswer"#))
  }

  @Test func `a reason that quotes others is compared with what a row says as they said it`() {
    let lines = report { runResult in
      runResult.add(result(.rejected, .unavailable, "a", "'a': no\nanswer"))
      runResult.stop = .unavailable("'a': no\nanswer")
    }
    #expect(lines.contains("stopped: for the reason of a row above"))
  }

  @Test func `of very many rows the rest is counted, with where to see it`() {
    let lines = report { runResult in
      for number in 1...130 { runResult.add(result(.rejected, .rejected, "r\(number)")) }
      for number in 1...110 { runResult.add(result(.unknown, .unknown, "u\(number)")) }
    }
    #expect(
      lines.contains(
        "  and 30 more rejected: qubitro-host devices list --ledger /var/l.sqlite "
          + "--status rejected --run r1"
      ))
    #expect(
      lines.contains(
        "  and 10 more unknown or quarantined: qubitro-host unknown list --ledger /var/l.sqlite"))
    let unsent = report { runResult in
      for number in 1...101 { runResult.add(result(.rejected, .invalid, "r\(number)")) }
    }
    #expect(unsent.contains("  and 1 more rejected, which were not sent: --json tells each"))
  }

  @Test func `the report ends with what is safe and what to type`() {
    #expect(
      report { $0.add(result(.unknown, .unknown, "a")) }.suffix(2) == [
        "safe to run again: yes, "
          + "what may have been made is looked for before anything is sent again",
        "next: nothing, the next run looks for it; "
          + "meanwhile: qubitro-host unknown list --ledger /var/l.sqlite",
      ])
    #expect(
      report { $0.stop = .ledger("the disk is full") }.suffix(2) == [
        "safe to run again: yes, nothing is sent before its intent is on the disk",
        "next: see whether the ledger is sound: qubitro-host ledger verify --ledger /var/l.sqlite",
      ])
  }

  @Test func `the last steps are shown if they help to explain the failure, and only then`() {
    let activity = RunActivity()
    activity.note(.request, "GET /v2/x: HTTP 503")
    activity.note(.lock, "taken")
    #expect(
      report(activity) { $0.add(result(.rejected, .invalid, "a")) }.contains("before that:")
        == false
    )
    let lines = report(activity) { $0.stop = .unavailable("no answer") }
    #expect(lines.contains { $0.hasSuffix(" request GET /v2/x: HTTP 503") })
    #expect(!lines.contains { $0.contains("lock taken") })
    #expect(report(activity) { $0.stop = .ledger("gone") }.contains { $0.contains("lock taken") })
  }
}
