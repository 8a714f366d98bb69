import Terminal
import Testing

struct CSVTableTests {
  private func lines(_ text: String) throws -> [[String]] {
    let table = try CSVTable(text)
    return [table.header] + table.lines.map(\.fields)
  }

  @Test func `a table is read by the rules of RFC 4180`() throws {
    #expect(try lines("id,key\r\n1,a\r\n2,b") == [["id", "key"], ["1", "a"], ["2", "b"]])
    #expect(
      try lines("\u{FEFF}id\n\"a,\"\"b\"\"\nc\"\n\n d \n") == [["id"], ["a,\"b\"\nc"], [" d "]])
    #expect(try lines("id,key\n,\n") == [["id", "key"], ["", ""]])
    #expect(try CSVTable("id\n\"a\nb\"\nc\n").lines.map(\.number) == [2, 4])
    #expect(try CSVTable("key, id\n").column("id") == 1)
  }

  @Test(arguments: [
    ("", "it is empty"), ("id,key\n1\n", "line 2 has 1 fields, and the header has 2"),
    ("id\n\"a\nb", "line 2: a quote is not closed"),
    ("id\n\"a\"b\n", "line 2: text follows a closing quote"),
  ])
  func `a text that is not a table is refused with the reason and the line`(
    text: String, reason: String
  ) {
    let fault = #expect(throws: CSVTable.Fault.self) { try CSVTable(text) }
    #expect(fault?.description == reason)
  }
}
