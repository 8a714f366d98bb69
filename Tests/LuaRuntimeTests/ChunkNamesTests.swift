import LuaRuntime
import Testing

struct ChunkNamesTests {
  private func names(_ text: String) async throws -> ChunkNames {
    try await LuaVM().names(in: Program(name: "x.lua", text: Array(text.utf8)))
  }

  private func reads(_ text: String) async throws -> [String] {
    try await names(text).reads.map { "\($0.line) \($0.name)" }
  }

  @Test func `globals and their fields are read with their lines, in functions too`() async throws {
    #expect(
      try await reads(
        "local a = 1\nprint(a)\nlocal function f()\n  return host.log.info(b)\nend\nreturn f") == [
          "2 print", "4 host", "4 host.log", "4 host.log.info", "4 b",
        ])
  }

  @Test func `locals, upvalues and fields of what is not a global are none`() async throws {
    #expect(
      try await reads(
        "local t = { x = { y = 1 } } local function f() return t.x.y end return f, t.z") == [])
    #expect(try await reads("local s = string s = {} return s.nothing") == ["1 string"])
    #expect(try await reads("return (x or string).nothing") == [])
  }

  @Test func `what is assigned is known, also as a field and through _G`() async throws {
    let names = try await names(
      """
      a = 1
      function b() c = 2 end
      function qubitro.mine() end
      host.log.mine = f(1, 2)
      _G.d = 1
      """)
    #expect(names.assigned == ["a", "b", "c", "qubitro.mine", "host.log.mine", "d"])
    #expect(names.escaped == [])
  }

  @Test func `what is tested first, or read through _G, is only asked for`() async throws {
    let names = try await names(
      "local u = table.unpack or unpack\nif jit then end\nreturn _G.other, x == nil, y and 1")
    #expect(names.reads.map(\.name) == ["table", "other"])
    #expect(names.guarded.isSuperset(of: ["unpack", "table.unpack", "jit", "other", "x", "y"]))
  }

  @Test func `tables that leave the code's sight are named`() async throws {
    #expect(try await names("for k in pairs(t) do _G[k] = 1 end").escaped.contains("_G"))
    #expect(try await names("rawset(_G, 'x', 1)").escaped.contains("_G"))
    #expect(try await names("local g = _G").escaped.contains("_G"))
    #expect(try await names("local q = qubitro").escaped.contains("qubitro"))
    #expect(try await names("qubitro[f()] = 1").escaped.contains("qubitro"))
    #expect(try await names("_ENV = {}").escaped.contains("_G"))
    #expect(
      try await names("local i = table.insert\nprint(i, string.rep('a', 2))").escaped.isDisjoint(
        with: ["table", "string", "_G"]))
  }

  @Test func `a table of its own for globals is not the script's`() async throws {
    #expect(
      try await reads("local _ENV = { x = 1 } local function f() return y end return x, f") == [])
  }

  @Test(arguments: [400, 140_000])
  func `a chunk with more constants than an instruction can name is read too`(count: Int)
    async throws
  {
    let table = (1...count).map { "'s\($0)'" }.joined(separator: ",")
    let read = try await reads("local t = {\(table)}\nreturn mistyped, string.mistyped")
    #expect(read == ["2 mistyped", "2 string", "2 string.mistyped"])
    #expect(
      try await names("local t = {\(table)}\nfunction assigned() end").assigned == ["assigned"])
    #expect(try await names("local t = {\(table)}\nrequire 'm'").modules.map(\.name) == ["m"])
  }

  @Test func `modules are those that require names literally`() async throws {
    let names = try await names(
      """
      local a = require 'x'
      local b = require('y.z')
      local c = require(a)
      require(d or 'no')
      pcall(function() return require 'w' end)
      """)
    #expect(names.modules.map { "\($0.line) \($0.name)" } == ["1 x", "2 y.z", "5 w"])
    #expect(names.optionalModules == ["w"])
  }
}
