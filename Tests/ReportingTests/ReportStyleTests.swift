import Terminal
import TestSupport
import Testing

@testable import Reporting

struct ReportStyleTests {
  private static let terminal = ["TERM": "xterm-256color"]
  private let style = ReportStyle(isTerminal: true, TerminalCapabilities(environment: terminal))

  @Test(arguments: [
    (true, terminal, false, true), (false, terminal, false, false), (true, terminal, true, false),
    (true, [:], false, false),
    (true, ["TERM": "dumb"], false, false),
    (true, ["TERM": "xterm", "NO_COLOR": "1"], false, false),
    (true, ["TERM": "xterm", "NO_COLOR": ""], false, true),
  ])
  func `a terminal has colours unless NO_COLOR, TERM or --no-color forbid them`(
    isTerminal: Bool, environment: [String: String], withoutColor: Bool, isColored: Bool
  ) {
    let style = ReportStyle(
      isTerminal: isTerminal,
      TerminalCapabilities(withoutColor: withoutColor, environment: environment))
    #expect(style.isColored == isColored)
    #expect((style.painted("stopped: x\n") != "stopped: x\n") == isColored)
  }

  @Test func `what devices came to and why a run stopped is coloured, and no word of a user`() {
    #expect(
      style.painted("created     rejected stopped: 1\n")
        == "\u{1B}[32mcreated\u{1B}[0m     rejected stopped: 1\n")
    #expect(
      style.painted("  rejected: s.lua:1: created: x\n")
        == "  \u{1B}[31mrejected\u{1B}[0m: s.lua:1: created: x\n")
    #expect(
      style.painted("created 2, unchanged 3, unknown 1; ledger created 1\n")
        == "\u{1B}[32mcreated 2\u{1B}[0m, unchanged 3, \u{1B}[33munknown 1\u{1B}[0m; "
        + "ledger created 1\n"
    )
    #expect(
      style.painted("qubitro-host: run of s.lua: rejected 1")
        == "qubitro-host: run of s.lua: \u{1B}[31mrejected 1\u{1B}[0m")
    #expect(style.painted("stopped: created 1\n") == "\u{1B}[31mstopped:\u{1B}[0m created 1\n")
  }

  @Test func `colours take nothing away and hide no secret`() {
    let captured = CapturedConsole(isTerminal: true)
    let console = MaskedConsole(captured)
    console.learn(token: "created     d1")
    console.writeError("created     d1\n", paintedBy: style.painted)
    #expect(captured.error == "[masked]\n")
    let text = "created 1, rejected 2; ledger l\n  unknown: a\nplain\n"
    let screen = TerminalScreen(style.painted(text))
    #expect(screen.lines.joined(separator: "\n") == text)
    #expect(screen.colours == ["32", "0", "31", "0", "33", "0"])
  }
}
