import Host
import Testing

struct CommandHintTests {
  private func hint(_ words: String...) -> String? {
    CommandHint.hint(for: words, subcommands: ["run", "plan", "devices", "ledger"])
  }

  @Test func `what other tools call it leads to what it is called here`() {
    #expect(hint("run", "s.lua", "--password-file", "f") == "Hint: for '--password-file' there is --api-key-file.")
    #expect(hint("run", "s.lua", "--transfers=4") == "Hint: for '--transfers' there is --concurrency.")
    #expect(hint("apply", "s.lua") == "Hint: for 'apply' there is qubitro-host run.")
    #expect(hint("unlock") == "Hint: for 'unlock' there is nothing: the lock of a ledger ends with its process.")
  }

  @Test func `a subcommand that is nearly one of ours is named`() {
    #expect(hint("plann", "s.lua") == "Hint: for 'plann' there is qubitro-host plan.")
    #expect(hint("run", "s.lua", "--nothing-like-it") == nil)
    #expect(hint("zzz") == nil)
  }
}
