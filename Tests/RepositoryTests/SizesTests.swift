import Testing

struct SizesTests {
  @Test func `no file is longer than 300 lines`() throws {
    let sources = ["Sources", "Tests", "scripts"].flatMap {
      Repository.files(in: $0, endingIn: ".swift", ".c", ".h", ".lua")
    }
    #expect(sources.count > 100)
    for file in sources + Repository.files(in: "dev", endingIn: "") {
      #expect(try Repository.lines(of: file).count <= 300, "\(file)")
    }
  }

  @Test func `a Swift file is named after something that it declares`() throws {
    for file in Repository.files(in: "Sources", endingIn: ".swift") {
      let name = file.split(separator: "/").last?.dropLast(".swift".count) ?? ""
      let type = name.split(separator: "+").first ?? name
      let text = try Repository.text(of: file)
      let declares = text.contains(
        try Regex(
          "(?:struct|class|enum|actor|protocol|extension|let) \(type)\\b", as: Substring.self
        ).ignoresCase().betweenSimpleWords)
      #expect(declares, "\(file) declares no \(type)")
    }
  }

  @Test func `no name says nothing`() {
    let empty = /(?i)(?:util|helper|manager|common|misc)s?\b/.betweenSimpleWords
    for folder in ["Sources", "Tests", "scripts", "dev"] {
      for file in Repository.files(in: folder, endingIn: "") {
        let name = file.split(separator: "/").last ?? ""
        #expect(name.firstMatch(of: empty) == nil, "\(file)")
      }
    }
  }
}
