import Effects
import LuaRuntime
import Synchronization
import TestSupport
import Testing

/// Limits hold against whatever a script does, and the failure names the limit and the line.
struct LimitsTests {
  private func failure(
    _ text: String, handler: any EffectHandler = ScriptedHandler(),
    _ change: (inout Limits) -> Void
  ) async throws -> ScriptFailure? {
    var limits = Limits.standard
    change(&limits)
    do throws(ScriptFailure) {
      try await LuaVM(limits: limits).run(
        Program(name: "limits.lua", text: Array(text.utf8)),
        in: Environment(bindings: ["test.perform", "host.log.info"]),
        handler: handler, output: DiscardedPrint())
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "\nwhile true do end",
    "\nwhile true do pcall(function() while true do end end) end",
    """

    while true do \
      xpcall(function() while true do end end, function() while true do end end) \
    end
    """,
    """

    local function level(d) for _ = 1, 12 do pcall(level, d - 1) end end \
    coroutine.wrap(level)(30)
    """,
    """

    local function level(d) \
      if d > 0 then for _ = 1, 12 do coroutine.wrap(level)(d - 1) end end \
    end level(30)
    """,
    "\nlocal _ = (('a'):rep(3000)):find(('a-'):rep(20) .. 'b')",
    "\ntable.move({}, 1, 1 << 40, 1)",
    """

    table.concat(setmetatable({}, { \
      __len = function() return 1 << 40 end, __index = string.upper and function() return '' end \
    }))
    """,
    "\ntable.insert(setmetatable({}, { __len = function() return 1 << 40 end }), 1, 0)",
    "\ntable.remove(setmetatable({}, { __len = function() return 1 << 40 end }), 1)",
    """

    pcall(function() \
      local t <close> = setmetatable({}, { __close = function() while true do end end }) \
      error('x') \
    end)
    """,
    "\nlocal f = function() end while true do host.parallel { f, f } end",
    """

    local t = { 'x' } for _ = 1, 100 do t = { t, t } end \
    while true do pcall(test.perform, t) end
    """,
    """

    for _ in (' '):rep(200000):gmatch(' ') do \
      local _ = load((' '):rep(9000000):gmatch(' ')) \
    end
    """,
    "\nrepeat local s = ('x'):rep(4000000):upper():reverse() until false",
  ])
  func `a script that computes too long ends, with the line`(text: String) async throws {
    let failure = try await failure(text) { $0.stretch = .milliseconds(200) }
    #expect(failure?.kind == .limit && failure?.limit == .stretch, "\(String(describing: failure))")
    #expect(
      failure?.message.hasPrefix("limits.lua:2: the script computed too long") == true,
      "\(failure?.message ?? "")")
  }

  @Test func `waiting is not computing`() async throws {
    let limit = Duration.seconds(1)
    let failure = try await failure(
      "repeat until test.perform()", handler: TrueAfter(ContinuousClock.now + limit * 2)
    ) { $0.stretch = limit }
    #expect(failure == nil)
  }

  @Test(arguments: [
    "\nlocal t = {} for n = 1, 1e9 do t[n] = { n } end",
    """

    local t = {} while true do \
      pcall(function() for n = 1, 1e9 do t[#t + 1] = { n } end end) \
    end
    """,
    "\nlocal s = 'x' while true do s = s .. s .. '' end",
    "\nlocal t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
    "\nlocal t = {} while true do t[#t + 1] = ('x'):rep(1000000) .. #t end",
  ])
  func `a script that needs too much memory ends, with the line`(text: String) async throws {
    let failure = try await failure(text) { $0.memory = 16 << 20 }
    #expect(failure?.limit == .memory, "\(String(describing: failure))")
    #expect(
      failure?.message.hasPrefix("limits.lua:2: the script needs more memory") == true,
      "\(failure?.message ?? "")")
  }

  @Test
  func
    `a table that grows past the limit is never denied memory, which this Lua would not survive`()
    async throws
  {
    let text = """
      local h = {} for i = 1, 2^17 do h[i + 0.5] = i end
      local ballast = ("x"):rep(6000000)
      local mt = setmetatable({ __newindex = h }, { __mode = "v" })
      local t = setmetatable({}, mt) h = nil
      for i = 1, 1e6 do t[-i - 0.5] = i end
      """
    #expect(try await failure(text) { $0.memory = 16 << 20 }?.limit == .memory)
  }

  @Test func `a call of the host carries at most 16 MiB`() async throws {
    let text =
      "local s, t = ('x'):rep(1000000), {} "
      + "for n = 1, 1000 do t[n] = s end test.perform { rows = t }"
    let failure = try await failure(text) { _ in }
    #expect(
      failure?.message
        == "limits.lua:1: argument 1 of test.perform.rows[18]: makes the call larger than 16 MiB",
      "\(failure?.message ?? "")")
  }

  @Test
  func `garbage does not count, and a single huge request is an error that a script can handle`()
    async throws
  {
    let text = """
      for n = 1, 2000 do local s = ("x"):rep(100000) .. n end
      local ok, problem = pcall(string.rep, "x", 1 << 33)
      assert(not ok and problem == "not enough memory", problem)
      local list = {}
      for n = 1, 10000 do list[n] = { n } end
      assert(#list == 10000)
      """
    #expect(try await failure(text) { $0.memory = 16 << 20 } == nil)
  }

  @Test func `empty lines count as output`() async throws {
    let failure = try await failure("\nwhile true do print() end") { $0.output = 10_000 }
    #expect(failure?.limit == .output)
  }

  @Test func `log lines count as output`() async throws {
    let failure = try await failure("\nwhile true do pcall(host.log.info, ('x'):rep(100)) end") {
      $0.output = 10_000
    }
    #expect(failure?.message == "limits.lua:2: the script prints more than it may (--max-output)")
  }

  @Test func `a script may hold so many coroutines at once, and make any number`() async throws {
    let text = """
      for n = 1, 250000 do coroutine.create(print) end
      local held = {}
      for n = 1, 1e6 do held[n] = coroutine.create(print) end
      """
    let failure = try await failure(text) {
      $0.reservesStack = false
      $0.memory = 1 << 30
    }
    #expect(
      failure?.message.hasPrefix("limits.lua:3: too many coroutines: ") == true,
      "\(failure?.message ?? "")")
  }

  @Test func `load reads so much and no more`() async throws {
    let text = """
      assert(load(("x = 1 "):rep(1000)))
      local none, problem = load((" "):rep(5000000))
      assert(not none and problem == "load: the chunk is larger than 4 MiB", problem)
      local chunk, reason = load(function() return (" "):rep(1000) end)
      assert(not chunk and reason:find("the chunk is larger than 4 MiB", 1, true), reason)
      local pieces = { "return ", "4", "2" }
      assert(load(function() return table.remove(pieces, 1) end)() == 42)
      """
    let failure = try await failure(text) { _ in }
    #expect(failure == nil, "\(failure?.message ?? "")")
  }

  @Test func `a flood of output ends the script, and what was printed before is there`()
    async throws
  {
    let failure = try await failure("\nwhile true do pcall(print, ('x'):rep(100)) end") {
      $0.output = 10_000
    }
    #expect(failure?.limit == .output)
    #expect(failure?.message == "limits.lua:2: the script prints more than it may (--max-output)")
  }
}

/// Answers false until a moment, and true from then on.
private struct TrueAfter: EffectHandler {
  private let moment: ContinuousClock.Instant

  init(_ moment: ContinuousClock.Instant) {
    self.moment = moment
  }

  func perform(_ effect: Effect) async -> Reply {
    .returned(.boolean(ContinuousClock.now > moment))
  }
}
