import Testing

/// Lua does not know Qubitro, Qubitro does not know Lua, and neither knows the database.
struct LayersTests {
  /// What each module may import of ours.
  private static let permitted: [String: Set<String>] = [
    "Effects": [],
    "Files": [],
    "JSONCodec": [],
    "QubitroModel": [],
    "Ledger": [],
    "QubitroClient": ["JSONCodec"],
    "LuaRuntime": ["Effects", "Files", "CLuaHost"],
    "LedgerSQLite": ["Files", "Ledger"],
    "Bindings": ["Effects", "JSONCodec", "QubitroClient"],
    "Simulator": ["QubitroModel"],
    "Terminal": ["Effects", "JSONCodec", "CTerminal"],
    "Settings": ["Effects", "Files", "Ledger", "LuaRuntime", "QubitroClient", "Terminal"],
    "LedgerAccess": ["Files", "Ledger", "LedgerSQLite", "Terminal"],
    // The wall that pays: what decides whether a request is sent imports no database, no Lua, no
    // console and no settings.
    "Provisioning": ["Bindings", "Effects", "JSONCodec", "Ledger", "QubitroClient"],
    "Reporting": [
      "Bindings", "Effects", "Ledger", "LuaRuntime", "Provisioning", "QubitroClient", "Settings",
      "Terminal",
    ],
    "LedgerCommands": [
      "Bindings", "Effects", "Files", "JSONCodec", "Ledger", "LedgerAccess", "Provisioning",
      "QubitroClient", "Settings", "Terminal",
    ],
    "Host": [
      "Bindings", "Effects", "Ledger", "LedgerAccess", "LuaRuntime", "Provisioning",
      "QubitroClient", "Reporting", "Settings", "Terminal",
    ],
    "qubitro-host": [
      "Effects", "Host", "Ledger", "LedgerCommands", "LuaRuntime", "Provisioning", "Reporting",
      "Settings",
      "Terminal",
    ],
    "qubitro-sim": ["QubitroModel", "Simulator"],
  ]

  /// Packages that only these modules may name, so that each has one door.
  private static let doors: [String: Set<String>] = [
    "GRDB": ["LedgerSQLite"],
    "GRDBSQLite": ["LedgerSQLite"],
    "Histogram": ["Reporting"],
    "AsyncHTTPClient": ["QubitroClient"],
    "Hummingbird": ["Simulator"],
    "HummingbirdTLS": ["Simulator"],
    "X509": ["Simulator"],
    "ArgumentParser": ["qubitro-host", "qubitro-sim"],
    "Yams": ["Settings"],
    "CLuaHost": ["LuaRuntime"],
    "CLua": [],
    "CTerminal": ["Terminal"],
  ]

  private func imports(of path: String) throws -> [String] {
    try Repository.lines(of: path).compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"),
        words[..<index].allSatisfy({ ["package", "internal", "@testable"].contains($0) })
      else { return nil }
      return words.last.map(String.init)
    }
  }

  @Test func `every import is permitted`() throws {
    let files = Repository.files(in: "Sources", endingIn: ".swift")
    #expect(files.count > 50)
    for file in files {
      let module = String(file.split(separator: "/")[1])
      let permitted = try #require(Self.permitted[module], "\(module) is not in the table")
      for name in try imports(of: file) {
        if Self.permitted[name] != nil {
          #expect(permitted.contains(name), "\(file) imports \(name)")
        }
        if let modules = Self.doors[name] {
          #expect(modules.contains(module), "\(file) imports \(name)")
        }
      }
    }
  }

  @Test func `only CLuaHost sees Lua's headers, and its own header shows none of it`() throws {
    for file in Repository.files(in: "Sources", endingIn: ".c", ".h")
    where !file.hasPrefix("Sources/CLua/") {
      let sees = try Repository.text(of: file).contains("<lua.h>")
      #expect(!sees || file == "Sources/CLuaHost/state/state.h", "\(file)")
    }
    #expect(!(try Repository.text(of: "Sources/CLuaHost/include/lua_host.h").contains("lua_State")))
  }
}
