import Terminal
import Testing

struct TextTableTests {
  @Test func `columns are as wide as their widest cell so far, and titles stand once`() {
    var table = TextTable(["KEY", "STATE"])
    #expect(
      table.text(of: [["a", "created"], ["longer", "x"]])
        == "KEY     STATE\na       created\nlonger  x\n")
    #expect(table.text(of: [["b", ""]]) == "b       \n")
  }

  @Test func `a very long cell shifts its own line only`() {
    var table = TextTable(["KEY", "STATE"])
    let long = String(repeating: "x", count: 41)
    #expect(
      table.text(of: [[long, "a"], ["b", "c"]]) == "KEY  STATE\n\(long)  a\nb    c\n")
  }

  @Test func `a text is filled up with spaces, and never cut`() {
    #expect("ab".padded(to: 4) == "ab  ")
    #expect("ab".padded(to: 1) == "ab")
    #expect("é".padded(to: 2) == "é ")
  }
}
