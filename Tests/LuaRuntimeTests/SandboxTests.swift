import Testing

struct SandboxTests {
  @Test func `nothing that reaches files, processes or the environment is there`() async throws {
    let names = [
      "io", "debug.getinfo", "debug.sethook", "debug.getregistry", "debug.setmetatable", "package",
      "dofile", "loadfile", "warn",
      "string.dump", "os.execute", "os.exit", "os.getenv", "os.remove",
      "os.rename", "os.tmpname", "os.setlocale",
    ]
    let run = try await ScriptRun.of(
      """
      for name in ('\(names.joined(separator: " "))'):gmatch('%S+') do
        local found = _G
        for part in name:gmatch('[^.]+') do found = found and found[part] end
        if found ~= nil then print(name) end
      end
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "")
  }

  @Test func `load takes text in the sandbox and refuses bytecode`() async throws {
    let run = try await ScriptRun.of(
      """
      print(load('return 1 + 1')())
      print(load('return x', 'chunk', 't', { x = 7 })())
      print(pcall(load, 'x', 'chunk', 'b'))
      print(load('\\27Lua'))
      """)
    #expect(
      run.printed == """
        2
        7
        false\tload: only text can be loaded here, not bytecode
        nil\tattempt to load a binary chunk (mode is 't')

        """)
  }

  @Test func `the string metatable cannot be reached`() async throws {
    let run = try await ScriptRun.of(
      "print(getmetatable(''), pcall(setmetatable, {}, nil)) print(('x'):rep(3))")
    #expect(run.printed.hasSuffix("xxx\n"))
    #expect(run.printed.hasPrefix("string\t"))
  }

  @Test func `a finalizer is refused, a to-be-closed variable is not`() async throws {
    let run = try await ScriptRun.of(
      """
      print(pcall(setmetatable, {}, { __gc = function() while true do end end }))
      do local x <close> = setmetatable({}, { __close = function() print('closed') end }) end
      print(pcall(setmetatable, {}), pcall(setmetatable, {}, 1))
      """)
    #expect(run.failure == nil)
    #expect(run.printed.hasPrefix("false\tsetmetatable: __gc is not available here"))
    #expect(run.printed.contains("\nclosed\nfalse"))
  }

  @Test func `a rerun draws the same random numbers, another seed draws others`() async throws {
    let text = "print(math.random(1000000), math.random())"
    let first = try await ScriptRun.of(text, seed: 1).printed
    #expect(try await ScriptRun.of(text, seed: 1).printed == first)
    #expect(try await ScriptRun.of(text, seed: 2).printed != first)
    #expect(
      try await ScriptRun.of("math.randomseed(os.time(), 7) " + text, seed: 1).printed == first)
  }

  @Test func `a print that fails leaves nothing behind`() async throws {
    let run = try await ScriptRun.of(
      """
      local silent = setmetatable({}, { __tostring = function() error('no', 0) end })
      print(pcall(print, 'partial', silent))
      print(setmetatable({}, { __tostring = function() print('inside') return 'outside' end }))
      """)
    #expect(run.printed == "false\tno\ninside\noutside\n")
  }

  @Test func `arguments are strings in args`() async throws {
    let run = try await ScriptRun.of(
      "print(args.site, args.count + 1, args.missing)", arguments: ["site": "fra", "count": "3"])
    #expect(run.printed == "fra\t4\tnil\n")
  }

  @Test func `what the host gives can be added to and not changed`() async throws {
    let run = try await ScriptRun.of(
      """
      local function try(f, ...)
        return (tostring((select(2, pcall(f, ...)))):gsub("^[^:]*:%d+: ", ""))
      end
      print(try(function() test.perform = print end))
      print(try(function() test.deep = nil end), try(function() host.parallel = nil end))
      print(try(rawset, test, "perform", print))
      print(try(setmetatable, test, {}), getmetatable(test))
      function test.mine() return "mine" end
      print(
        test.mine(), require("test") == test, require("host").parallel == host.parallel,
        rawset({}, 1, 2)[1])
      local found = {}
      for name in pairs(test) do found[#found + 1] = name end
      table.sort(found)
      print(table.concat(found, " "), type(test.perform))
      """)
    #expect(run.failure == nil)
    #expect(
      run.printed == """
        test.perform is the host's, and cannot be changed; add a function of another name
        test.deep is the host's, and cannot be changed; add a function of another name\t\
        host.parallel is the host's, and cannot be changed; add a function of another name
        rawset: test is the host's, and cannot be changed
        cannot change a protected metatable\ttest
        mine\ttrue\ttrue\t2
        deep mine perform\tfunction

        """)
  }
}
