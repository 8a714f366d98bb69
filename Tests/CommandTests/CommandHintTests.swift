import Testing

@testable import qubitro_host

struct CommandHintTests {
  private func hint(_ words: String..., refusal: String = "") -> String? {
    CommandHint.hint(
      for: words, refusal: refusal, subcommands: ["run", "plan", "devices", "ledger"])
  }

  @Test func `an option or a command of another tool leads to ours`() {
    let file = hint(
      "run", "s.lua", "--password-file", "f", refusal: "Unknown option '--password-file'")
    #expect(file == "Hint: for '--password-file' there is --api-key-file.")
    let transfers = hint("run", "s.lua", "--transfers=4", refusal: "Unknown option '--transfers'")
    #expect(transfers == "Hint: for '--transfers' there is --concurrency.")
    #expect(hint("apply", "s.lua") == "Hint: for 'apply' there is qubitro-host run.")
    #expect(
      hint("unlock")
        == "Hint: for 'unlock' there is nothing: the lock of a ledger ends with its process.")
  }

  @Test func `an option of ours with a wrong value is not taken for another tool's`() {
    #expect(
      hint(
        "devices", "list", "--limit", "abc", refusal: "The value 'abc' is invalid for '--limit <n>'"
      ) == nil)
  }

  @Test func `a misspelled subcommand leads to the nearest one of ours`() {
    #expect(hint("plann", "s.lua") == "Hint: for 'plann' there is qubitro-host plan.")
    #expect(hint("run", "s.lua", "--nothing-like-it") == nil)
    #expect(hint("zzz") == nil)
  }
}
