import Testing

struct BoundaryTests {
  private let sources = Repository.files(in: "Sources", endingIn: ".swift")

  /// The lines of a file without comments and without the insides of strings.
  private func code(of path: String) throws -> [String] {
    try Repository.lines(of: path).map { line in
      let bare = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
      return String(bare.prefix(upTo: bare.firstRange(of: "//")?.lowerBound ?? bare.endIndex))
    }
  }

  @Test func `no Swift file names the Lua API`() throws {
    for file in sources {
      for line in try code(of: file) {
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
      for line in try code(of: file) {
        #expect(
          line.firstMatch(of: /\bunsafe\b|@safe\b/.betweenSimpleWords) == nil, "\(file): \(line)")
      }
    }
  }

  @Test func `nothing may crash or race on purpose`() throws {
    for file in sources {
      for line in try code(of: file) {
        #expect(
          line.firstMatch(of: /try!|fatalError\(|@unchecked|preconditionFailure|\bTODO\b|\bFIXME\b/)
            == nil, "\(file): \(line)")
      }
    }
  }
}
