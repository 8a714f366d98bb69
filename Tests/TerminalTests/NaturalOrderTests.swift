import Terminal
import Testing

struct NaturalOrderTests {
  private static let ordered = [
    "", "-", "0", "00", "01", "1", "2", "10", "A", "a", "a-1", "a-1-b", "a-02", "a-2", "a-10", "a1",
    "a1b", "a9", "a12345678901234567890", "b", "\u{65}\u{301}", "é",
  ]

  @Test func `numbers are compared as numbers, and all else byte by byte`() {
    for (index, one) in Self.ordered.enumerated() {
      for (other, text) in Self.ordered.enumerated() {
        #expect(NaturalOrder.precedes(one, text) == (index < other), "'\(one)' '\(text)'")
      }
    }
  }
}
