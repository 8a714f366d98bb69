import Provisioning
import Settings
import TestSupport
import Testing

@testable import Reporting

struct PlanReportTests {
  private func result(
    _ status: DeviceResult.Status, _ key: String, project: String = "p", message: String? = nil
  ) -> DeviceResult {
    PlanActionTests.result(status, key, project: project, message: message)
  }

  private func text(
    _ results: [DeviceResult], _ selection: PlanReport.Selection = .changes,
    _ change: (inout RunResult) -> Void = { _ in }
  ) -> String {
    var runResult = RunResult(mode: .plan)
    for result in results { runResult.add(result) }
    change(&runResult)
    return PlanReport.text(
      runResult, runResult.plan ?? PlanTable(), script: "s.lua", selection, logged: [])
  }

  private var mixed: [DeviceResult] {
    var (drift, retry, blurred) = (
      result(.unchanged, "d"), result(.planned, "r"), result(.planned, "b")
    )
    drift.drift = ["tags"]
    retry.rejection = "HTTP 402"
    blurred.isPredictable = false
    return [
      drift, retry, blurred, result(.planned, "c10"), result(.planned, "c9"),
      result(.unchanged, "u"),
      result(.rejected, "x", message: "qubitro.create_device 'x': source is wrong"),
      result(.exists, "e", message: "project p has a device of this name"),
      result(.unknown, "n", message: "lost"),
      result(.rejected, "y", message: "source is wrong"),
    ]
  }

  @Test func `rows stand by action and key, with the reason, and what is to be done once`() {
    #expect(
      text(mixed)
        == """
        ACTION   NAME  NOTE
        create   b     not predictable: it depends on an id or a token to come
        create   c9
        create   c10
        retry    r     was rejected: HTTP 402
        drift    d     the script now differs in tags, and the API cannot change a device
        unknown  n     s.lua:1: lost
          next: nothing now: the next run looks for it in project p, \
        and sends it again only if it is not there
        import   e     s.lua:1: project p has a device of this name
          next: qubitro-host import takes it over (a plan first); \
        else give the device another name; nothing was created
        refused  x     s.lua:1: source is wrong
        refused  y     s.lua:1: source is wrong
          next: correct the row and run again; nothing was created
        plan of s.lua: 1 unchanged, 3 to create, 1 to retry, 1 drift, 1 unknown, 1 to import, \
        2 refused; nothing was done; \

        """)
  }

  @Test func `the order in which results come makes no difference`() {
    var generator = SeededGenerator()
    for _ in 1...20 {
      #expect(text(mixed.shuffled(using: &generator)) == text(mixed), "seed \(generator.seed)")
    }
  }

  @Test func `-v lists what is unchanged, and -q only what a person has to look into`() {
    #expect(text(mixed, .all).contains("\nunchanged  u\n"))
    let quiet = text(mixed, .notable)
    #expect(
      !quiet.contains("create ") && quiet.contains("refused  x") && quiet.contains("3 to create"))
    #expect(text([result(.unchanged, "u")]) == "plan of s.lua: 1 unchanged; nothing was done; ")
    #expect(text([]) == "plan of s.lua: no devices; nothing was done; ")
  }

  @Test func `of very many rows the first thousand are shown and the rest are counted`() {
    let lines = text((1...5000).map { result(.planned, "d\($0)") }).split(separator: "\n")
    #expect(lines.count == PlanTable.limit + 3)
    #expect(lines[1] == "create  d1" && lines[PlanTable.limit] == "create  d\(PlanTable.limit)")
    #expect(lines[PlanTable.limit + 1] == "create: and 4000 more (--json has every one)")
    #expect(lines.last == "plan of s.lua: 5000 to create; nothing was done; ")
  }

  @Test func `keys have a column if one is not the name, projects if there are several`() {
    var keyed = result(.planned, "k")
    keyed.name = "long name"
    #expect(
      text([keyed, result(.planned, "s")]).hasPrefix(
        "ACTION  NAME       KEY  NOTE\ncreate  long name  k\ncreate  s\n"))
    let two = [result(.planned, "a", project: "q"), result(.planned, "b", project: "p")]
    #expect(text(two).hasPrefix("ACTION  NAME  PROJECT  NOTE\ncreate  b     p\ncreate  a     q\n"))
  }

  @Test func `wide names keep the columns of the others, and no name moves the cursor`() {
    let wide = String(repeating: "w", count: 300)
    let lines = text([
      result(.planned, wide), result(.planned, "a\u{1b}[31m\nb"), result(.planned, "é"),
    ]).split(separator: "\n")
    #expect(lines[1] == #"create  a\x1b[31m\nb"#)
    #expect(lines[2] == "create  \(wide.prefix(200))...")
    #expect(lines[3] == "create  é")
  }

  @Test func `what a person has accepted is counted, and reported only with -v`() {
    var accepted = result(.quarantined, "a", message: "no token")
    accepted.isAccepted = true
    #expect(text([accepted]) == "plan of s.lua: 1 quarantined (1 accepted); nothing was done; ")
    #expect(text([accepted], .all).contains("quarantined  a     s.lua:1: no token (accepted)\n"))
  }

  @Test func `announcements and the reason of a stop stand before the counts`() {
    let text = text([result(.planned, "a")]) {
      $0.announcements = ["the ledger is a copy"]
      $0.stop = .unavailable("the API is away")
    }
    #expect(
      text.contains(
        "create  a\nnote: the ledger is a copy\nstopped: the API is away\n"
          + "plan of s.lua: 1 to create;"
      ))
  }
}
