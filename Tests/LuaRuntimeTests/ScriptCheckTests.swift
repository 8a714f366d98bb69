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
      Program(name: "s.lua", text: Array(text.utf8)), roots: [ModuleRoot(folder.path)],
      in: Environment(bindings: ["qubitro.create_device"]))
    return check.problems.map {
      "\($0.location.replacingOccurrences(of: folder.path, with: ".")): \($0.message)"
    }
  }

  @Test func `names that nothing defines are told with their line and the nearest name`()
    async throws
  {
    let found = try await problems(
      "local x = 1\nprnt(x)\nqubitro.create_devce {}\nfunction mine() end\nmine() string.foo()")
    #expect(
      found == [
        "s.lua:2: neither Lua nor the host defines 'prnt', and the script does not set it"
          + " (did you mean 'print'?)",
        "s.lua:3: neither Lua nor the host defines 'qubitro.create_devce', and the script does not"
          + " set it (did you mean 'qubitro.create_device'?)",
        "s.lua:5: neither Lua nor the host defines 'string.foo', and the script does not set it"
          + " (did you mean 'string.find'?)",
      ])
  }

  @Test func `nothing is told of what works`() async throws {
    #expect(
      try await problems(
        """
        params { count = { type = "integer" } }
        local device = qubitro.create_device { name = args.site, tags = host.array {} }
        print(math.pi, utf8.charpattern, os.time(), coroutine.wrap, debug.traceback)
        print(_G.anything, _VERSION, device.any.field)
        """) == [])
  }

  @Test(arguments: [
    "function _G.helper() end _G.limit = 3 local G = _G G.other = 4 print(helper(), limit, other)",
    "for k, v in pairs({ slug = print }) do _G[k] = v end print(slug('x'))",
    "rawset(_G, 'site', 'fra') print(site)",
    "setmetatable(_G, { __index = function() return 1 end }) print(anything)",
    """
    for _, n in ipairs { 'create_webhook' } do qubitro[n] = function() end end
    qubitro.create_webhook {}
    """,
    """
    local q = qubitro
    local function f() q.create_webhook = function() end end
    f() qubitro.create_webhook {}
    """,
    """
    do local a, b, c, d, e, f = 1, 2, 3, 4, 5, _ENV end
    for _, row in next, { { serial = 'x' } } do print(row.serial) end
    """,
    """
    local mine = { shout = 1 }
    local lib, key = mine, 'upper'
    if f then lib = string else key = 'shout' end
    print(lib[key])
    """,
    "local env = args.env if not env then env = _ENV end print(env.custom)",
    """
    local unpack = table.unpack or unpack
    local trim = string.trim or tostring
    if jit then print(jit) end
    """,
    "pcall(function() return require 'optional' end) require(args.batch or 'batches.none')",
    "require '_G' require 'string' require 'host'",
    "goto done; do local x <const> = 1; local y <close> = nil end ::done:: return (...)",
  ])
  func `what may be right is not told`(text: String) async throws {
    #expect(try await problems(text) == [])
  }

  @Test func `a reserved name that require refuses is told`() async throws {
    let found = try await problems("require 'host.log'\nrequire 'io'")
    #expect(
      found == [
        "s.lua:1: require 'host.log': names that begin with 'host.' are reserved",
        "s.lua:2: require 'io': Lua's library of that name is not available to scripts",
      ])
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
