import Terminal
import TestSupport
import Testing

struct NextCommandTests {
  /// What bash makes of a word.
  private func echoed(_ word: String) async throws -> String {
    let folder = try TemporaryDirectory()
    return try await CommandRun.of("/bin/bash", ["-c", "printf %s \(word)"], in: folder).output
  }

  @Test(arguments: [
    "plain-1", "two words", "it's", "$(reboot)", "a;b", "", "tab\there", "bell\u{7}", "line\nline",
    "Ærø", "back\\slash\u{1}'", "*",
  ])
  func `a word comes out of the shell as it went in, and shows no control character`(word: String)
    async throws
  {
    let quoted = NextCommand.quoted(word)
    #expect(try await echoed(quoted) == word, "\(quoted)")
    #expect(!quoted.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" })
  }

  @Test func `a key that looks like an option comes last`() {
    var command = NextCommand("unknown resolve", "-40C")
    command.add("--project", "p q")
    command.add("--ledger", nil)
    #expect("\(command)" == "qubitro-host unknown resolve --project 'p q' -- -40C")
    #expect("\(NextCommand("devices show", "d"))" == "qubitro-host devices show d")
  }
}
