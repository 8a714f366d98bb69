import Effects
import Terminal
import TestSupport
import Testing

struct MaskedConsoleTests {
  @Test func `a secret is masked as it is, as JSON spells it and as a log spells it`() {
    let captured = CapturedConsole()
    let console = MaskedConsole(captured)
    let secret = #"tok"en\quoted12345678"#
    console.learn(token: secret)
    console.writeOutput("plain \(secret) ")
    var line = JSONLine(type: "print")
    line.add("text", "json \(secret)")
    console.writeOutput(line.line)
    console.writeError("field=\(Value.text(secret))")
    #expect(captured.output == "plain [masked] {\"type\":\"print\",\"text\":\"json [masked]\"}\n")
    #expect(captured.error == "field=\"[masked]\"")
  }
}
