import Ledger
import Testing

struct NamePatternTests {
  @Test(arguments: [
    ("", "", true), ("*", "", true), ("a*c", "abbc", true), ("a*c", "abcd", false),
    ("?", "é", true), ("a?", "a", false),
    ("*b*b", "abab", true), ("*aab", "aaaab", true), ("[a]", "a", false), ("[a]", "[a]", true),
    ("A", "a", false),
  ])
  func `a star is any text, a question mark one character, and all else itself`(
    pattern: String, name: String, fits: Bool
  ) {
    #expect(NamePattern(pattern).matches(name) == fits)
  }
}
