import Testing

struct BoundaryTests {
  private let sources = Repository.files(in: "Sources", endingIn: ".swift")

  /// The lines of a file that contain one of the words, without comments and without the insides of
  /// strings.
  ///
  /// A regular expression on every line would hold up the tests that run beside these.
  private func code(of path: String, with words: [String]) throws -> [String] {
    try Repository.lines(of: path).filter { line in words.contains { line.contains($0) } }
      .map { line in
        let bare = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
        return String(bare.prefix(upTo: bare.firstRange(of: "//")?.lowerBound ?? bare.endIndex))
      }
  }

  @Test func `no Swift file names the Lua API`() throws {
    for file in sources {
      for line in try code(of: file, with: ["lua_", "luaL_"]) {
        #expect(
          line.firstMatch(of: /\bluaL?_[a-z]+/.betweenSimpleWords) == nil, "\(file): \(line)")
      }
    }
  }

  @Test func `unsafe code stays in the files that touch C`() throws {
    let allowed: Set = [
      "Sources/LuaRuntime/LuaMachine.swift", "Sources/LuaRuntime/LuaThread.swift",
      "Sources/LuaRuntime/LuaVM.swift",
      "Sources/LuaRuntime/StopFlag.swift", "Sources/LuaRuntime/LuaLibrary.swift",
      "Sources/Files/FileDescriptor+Folder.swift",
      "Sources/QubitroClient/Transport/ServerName.swift",
      // A known key is read where SQLite has it: most of what a run does.
      "Sources/LedgerSQLite/RowColumns.swift",
    ]
    for file in sources where !allowed.contains(file) {
      for line in try code(of: file, with: ["unsafe", "@safe"]) {
        #expect(
          line.firstMatch(of: /\bunsafe\b|@safe\b/.betweenSimpleWords) == nil, "\(file): \(line)")
      }
    }
  }

  @Test func `nothing may crash or race on purpose`() throws {
    for file in sources {
      let words = ["try!", "fatalError(", "@unchecked", "preconditionFailure", "TODO", "FIXME"]
      for line in try code(of: file, with: words) {
        #expect(!words.contains { line.contains($0) }, "\(file): \(line)")
      }
    }
  }
}
