import Foundation
import LuaRuntime
import TestSupport
import Testing

struct ScriptCheckTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func problems(_ text: String) async throws -> [String] {
    let check = try await ScriptCheck(
      Program(name: "s.lua", text: Array(text.utf8)), roots: [folder.path], in: Environment(bindings: ["qubitro.create_device"]))
    return check.problems.map { "\($0.location.replacingOccurrences(of: folder.path, with: ".")): \($0.message)" }
  }

  @Test func `names that nothing defines are told with their line and the nearest name`() async throws {
    let found = try await problems("local x = 1\nprnt(x)\nqubitro.create_devce {}\nfunction mine() end\nmine() string.foo()")
    #expect(
      found == [
        "s.lua:2: neither Lua nor the host defines 'prnt', and the script does not set it (did you mean 'print'?)",
        "s.lua:3: neither Lua nor the host defines 'qubitro.create_devce', and the script does not set it"
          + " (did you mean 'qubitro.create_device'?)",
        "s.lua:5: neither Lua nor the host defines 'string.foo', and the script does not set it (did you mean 'string.find'?)",
      ])
  }

  @Test func `nothing is told of what works`() async throws {
    #expect(
      try await problems(
        """
        params { count = { type = "integer" } }
        local device = qubitro.create_device { name = args.site, tags = host.array {} }
        print(math.pi, utf8.charpattern, os.time(), coroutine.wrap, debug.traceback, _G.anything, _VERSION, device.any.field)
        """) == [])
  }

  @Test func `modules are read too, and what one of them sets is known to all`() async throws {
    try folder.write("shared = 1\nreturn require 'b'", to: "a.lua")
    try folder.write("return unheard_of, shared", to: "b.lua")
    let found = try await problems("require 'a'\nlocal s = require 'string'\nrequire 'missing'")
    #expect(
      found == [
        "s.lua:3: require 'missing': no such module in \(folder.path)",
        "./b.lua:1: neither Lua nor the host defines 'unheard_of', and the script does not set it",
      ])
  }

  @Test func `a file that does not compile is told with its line, module or script`() async throws {
    #expect(try await problems("local = 1") == ["s.lua:1: <name> expected near '='"])
    try folder.write("return +", to: "broken.lua")
    let found = try await problems("require 'broken'")
    #expect(found == ["./broken.lua:1: unexpected symbol near '+'"])
  }
}
