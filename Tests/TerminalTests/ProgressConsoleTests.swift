import Synchronization
import TestSupport
import Testing

@testable import Terminal

/// One terminal for both streams.
private final class OneTerminal: Console {
  let isTerminal = true
  let isOutputTerminal = true
  private let written = Mutex("")

  var screen: TerminalScreen { TerminalScreen(written.withLock { $0 }) }

  func writeOutput(_ text: String) { written.withLock { $0 += text } }
  func writeError(_ text: String) { written.withLock { $0 += text } }
}

struct ProgressConsoleTests {
  @Test func `a text takes the line's place, and the line is gone at the end`() {
    let terminal = OneTerminal()
    let console = ProgressConsole(terminal)
    console.show("3 devices")
    #expect(terminal.screen.lines == ["3 devices"])
    console.writeError("log\n")
    console.show("4 devices, a longer line")
    console.writeOutput("printed\n")
    console.show("5")
    #expect(terminal.screen.lines == ["log", "printed", "5"])
    console.end()
    console.show("6")
    console.writeError("summary\n")
    #expect(terminal.screen.lines == ["log", "printed", "summary", ""])
  }

  @Test func `a line that is not finished is not drawn over`() {
    let terminal = OneTerminal()
    let console = ProgressConsole(terminal)
    console.writeOutput("begun, ")
    console.show("1 device")
    console.writeOutput("ended\n")
    console.show("2 devices")
    #expect(terminal.screen.lines == ["begun, ended", "2 devices"])
  }

  @Test
  func `every text stays whole and on lines of its own, whenever the line is drawn`() {
    var random = SeededGenerator()
    for _ in 0..<200 {
      let terminal = OneTerminal()
      let console = ProgressConsole(terminal)
      var expected: [String] = []
      for number in 0..<Int.random(in: 0...30, using: &random) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          console.show(
            "progress " + String(repeating: "=", count: .random(in: 0...40, using: &random)))
        case 1:
          console.writeError("error \(number)\n")
          expected.append("error \(number)")
        default:
          console.writeOutput("output \(number)\n")
          expected.append("output \(number)")
        }
      }
      console.end()
      #expect(terminal.screen.lines == expected + [""], "seed \(random.seed)")
      #expect(terminal.screen.unknown == [])
    }
  }
}
