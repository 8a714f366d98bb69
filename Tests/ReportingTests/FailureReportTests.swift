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

  private func story(_ activity: RunActivity = RunActivity(), _ change: (inout RunResult) -> Void)
    -> [String]
  {
    var runResult = RunResult(mode: .run)
    change(&runResult)
    let place = Advice.Place(ledger: "/var/l.sqlite", run: "r1")
    let text = FailureReport(runResult: runResult, place: place, logged: [], activity: activity)
      .text
    return text.split(separator: "\n").map(String.init)
  }

  @Test
  func
    `each row is named once, with what, where and why, and rows that want the same done share the line that says so`()
  {
    let lines = story { runResult in
      for name in ["a", "b"] { runResult.add(result(.rejected, .invalid, name)) }
      runResult.add(result(.exists, .exists, "c"))
    }
    #expect(
      lines.dropLast(2) == [
        "qubitro-host: run: exists 1, rejected 2", "  rejected: s.lua:3: 'a' is wrong",
        "  rejected: s.lua:3: 'b' is wrong",
        "    next: correct the row and run again; nothing was created",
        "  exists: s.lua:3: 'c' is wrong",
        "    next: qubitro-host import takes it over (a plan first); else give the device another name; nothing was created",
      ])
  }

  @Test func `what a row says already is not said again by the reason of the stop`() {
    let lines = story { runResult in
      runResult.add(result(.rejected, .keyRefused, "a", "'a': the API refused the key"))
      runResult.stop = .keyRefused("'a': the API refused the key")
    }
    #expect(lines.filter { $0.contains("refused the key") }.count == 1)
    #expect(lines.contains("stopped: for the reason of a row above"))
  }

  @Test func `of very many rows the rest is counted, with where to see it`() {
    let lines = story { runResult in
      for number in 1...130 { runResult.add(result(.rejected, .rejected, "r\(number)")) }
      for number in 1...110 { runResult.add(result(.unknown, .unknown, "u\(number)")) }
    }
    #expect(
      lines.contains(
        "  and 30 more rejected: qubitro-host devices list --ledger /var/l.sqlite --status rejected --run r1"
      ))
    #expect(
      lines.contains(
        "  and 10 more unknown or quarantined: qubitro-host unknown list --ledger /var/l.sqlite"))
    let unsent = story { runResult in
      for number in 1...101 { runResult.add(result(.rejected, .invalid, "r\(number)")) }
    }
    #expect(unsent.contains("  and 1 more rejected, which were not sent: --json tells each"))
  }

  @Test func `it ends with what is safe and what to type`() {
    #expect(
      story { $0.add(result(.unknown, .unknown, "a")) }.suffix(2) == [
        "safe to run again: yes, what may have been made is looked for before anything is sent again",
        "next: nothing, the next run looks for it; meanwhile: qubitro-host unknown list --ledger /var/l.sqlite",
      ])
    #expect(
      story { $0.stop = .ledger("the disk is full") }.suffix(2) == [
        "safe to run again: yes, nothing is sent before its intent is on the disk",
        "next: see whether the ledger is sound: qubitro-host ledger verify --ledger /var/l.sqlite",
      ])
  }

  @Test func `what went before is told where it bears on the failure, and only there`() {
    let activity = RunActivity()
    activity.note(.request, "GET /v2/x: HTTP 503")
    activity.note(.lock, "taken")
    #expect(
      story(activity) { $0.add(result(.rejected, .invalid, "a")) }.contains("before that:") == false
    )
    let lines = story(activity) { $0.stop = .unavailable("no answer") }
    #expect(lines.contains { $0.hasSuffix(" request GET /v2/x: HTTP 503") })
    #expect(!lines.contains { $0.contains("lock taken") })
    #expect(story(activity) { $0.stop = .ledger("gone") }.contains { $0.contains("lock taken") })
  }

  @Test func `a command to type spells out no secret argument`() {
    var place = Advice.Place(ledger: "l", run: "r")
    (place.script, place.arguments) = ("s.lua", ["site": "fra 1", "wifi": "hush"])
    #expect(
      place.plan(concealing: ["wifi"]) == "qubitro-host plan s.lua 'site=fra 1' wifi=... --ledger l"
    )
    #expect(place.plan(concealing: nil) == "qubitro-host plan s.lua site=... wifi=... --ledger l")
  }
}
