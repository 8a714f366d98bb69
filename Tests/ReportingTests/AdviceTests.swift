import Testing

@testable import Reporting

struct AdviceTests {
  @Test func `a command to type spells out no secret argument`() {
    var context = Advice.Context(ledger: "l", run: "r")
    (context.script, context.arguments) = ("s.lua", ["site": "fra 1", "wifi": "hush"])
    #expect(
      context.plan(concealing: ["wifi"])
        == "qubitro-host plan s.lua 'site=fra 1' wifi=... --ledger l"
    )
    #expect(context.plan(concealing: nil) == "qubitro-host plan s.lua site=... wifi=... --ledger l")
  }
}
