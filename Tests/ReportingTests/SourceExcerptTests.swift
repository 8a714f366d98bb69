import Reporting
import Testing

struct SourceExcerptTests {
  private func excerpt(_ line: Int, _ text: String) -> String? {
    SourceExcerpt(line: line, in: Array(text.utf8))?.description
  }

  @Test func `the line is shown as it stands, escaped and short`() {
    #expect(excerpt(2, "a\n  b()\nc") == "2 |   b()")
    #expect(excerpt(1, "a\u{1B}[31m") == "1 | a\\x1b[31m")
    #expect(excerpt(1, "last\r") == "1 | last")
    #expect(excerpt(1, String(repeating: "x", count: 500))?.count == "1 | ...".count + 120)
  }

  @Test func `without such a line, or with nothing on it, there is no excerpt`() {
    #expect(excerpt(3, "a\nb") == nil)
    #expect(excerpt(0, "a") == nil)
    #expect(excerpt(2, "a\n  \nb") == nil)
  }
}
