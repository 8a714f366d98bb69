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
      try await reads("local a = 1\nprint(a)\nlocal function f()\n  return host.log.info(b)\nend\nreturn f") == [
        "2 print", "4 host", "4 host.log", "4 host.log.info", "4 b",
      ])
  }

  @Test func `locals, upvalues and fields of what is not a global are none`() async throws {
    #expect(try await reads("local t = { x = { y = 1 } } local function f() return t.x.y end return f, t.z") == [])
    #expect(try await reads("local s = string s = {} return s.nothing") == ["1 string"])
    #expect(try await reads("return (x or string).nothing") == ["1 x", "1 string"])
  }

  @Test func `what is assigned is known, also as a field`() async throws {
    let names = try await names("a = 1\nfunction b() c = 2 end\nfunction qubitro.mine() end\nhost.log.mine = 1")
    #expect(names.assigned == ["a", "b", "c", "qubitro.mine", "host.log.mine"])
  }

  @Test func `a table of its own for globals is not the script's`() async throws {
    #expect(try await reads("local _ENV = { x = 1 } local function f() return y end return x, f") == [])
    #expect(try await reads("local e = _ENV return e.foo") == ["1 foo"])
  }

  @Test func `a chunk with more constants than an instruction can name is read too`() async throws {
    let table = (1...400).map { "'s\($0)'" }.joined(separator: ", ")
    #expect(try await reads("local t = { \(table) }\nreturn mistyped, string.mistyped").contains("2 mistyped"))
    #expect(try await names("local t = { \(table) }\nassigned = 1").assigned == ["assigned"])
  }

  @Test func `modules are those that require names literally`() async throws {
    let modules = try await names("local a = require 'x'\nlocal b = require('y.z')\nlocal c = require(a)\nrequire = nil").modules
    #expect(modules.map { "\($0.line) \($0.name)" } == ["1 x", "2 y.z"])
  }
}
