import Effects
import LuaRuntime
import TestSupport
import Testing

struct CoroutineTests {
  @Test func `effects inside the script's own coroutines reach the host and return to them`()
    async throws
  {
    let run = try await ScriptRun.of(
      """
      local function rows()
        for i = 1, 3 do coroutine.yield(test.perform(i) * 10) end
      end
      for row in coroutine.wrap(rows) do print(row) end
      local outer = coroutine.create(function()
        local inner = coroutine.wrap(function()
          coroutine.yield(test.perform('deep'))
          return 'done'
        end)
        coroutine.yield(inner())
        return inner()
      end)
      print(coroutine.resume(outer))
      print(coroutine.resume(outer))
      print(coroutine.resume(outer))
      """)
    #expect(run.failure == nil)
    #expect(
      run.printed == "10\n20\n30\ntrue\tdeep\ntrue\tdone\nfalse\tcannot resume dead coroutine\n")
    #expect(run.effects.map(\.arguments) == [[1], [2], [3], ["deep"]])
  }

  @Test func `a failure thrown into a coroutine can be caught there`() async throws {
    let handler = ScriptedHandler {
      .raised(EffectFailure(.usage, "bad call", location: $0.location))
    }
    let run = try await ScriptRun.of(
      """
      local co = coroutine.wrap(function() \
      local ok, err = pcall(test.perform) coroutine.yield(err.message) error('out') end)
      print(co())
      print(pcall(co))
      """, handler: handler)
    #expect(run.printed == "bad call\nfalse\ttest.lua:1: out\n")
  }

  @Test func `wrap and its kin behave as in Lua itself`() async throws {
    let run = try await ScriptRun.of(
      """
      local function show(...) print((select(2, pcall(...)))) end
      show(function() local x = coroutine.wrap(function() error('boom') end)() return x end)
      local once = coroutine.wrap(function() end) once()
      show(function() local x = once() return x end)
      show(coroutine.wrap(function()
        local x <close> = setmetatable({}, { __close = function() error('closing', 0) end })
        error('body', 0)
      end))
      show(coroutine.resume, nil)
      show(function() coroutine.wrap(3) end)
      show(function() setmetatable(nil, {}) end)
      print(select(2, coroutine.running()), coroutine.isyieldable())
      local co = coroutine.create(function()
        print(select(2, coroutine.running()), coroutine.isyieldable())
      end)
      print(coroutine.isyieldable(co), coroutine.resume(co))
      """)
    #expect(run.failure == nil)
    #expect(
      run.printed == """
        test.lua:2: test.lua:2: boom
        test.lua:4: cannot resume dead coroutine
        closing
        bad argument #1 to 'resume' (coroutine expected, got nil)
        test.lua:10: bad argument #1 to 'wrap' (function expected, got number)
        test.lua:11: bad argument #1 to 'setmetatable' (table expected, got nil)
        true\tfalse
        false\ttrue
        true\ttrue

        """)
  }

  @Test func `a yield outside a coroutine is an error, as in Lua itself`() async throws {
    let run = try await ScriptRun.of("coroutine.yield(1)")
    #expect(run.failure?.message == "test.lua:1: attempt to yield from outside a coroutine")
  }

  @Test func `a stop or a cancellation inside close goes on, and no token reaches the script`()
    async throws
  {
    let run = try await ScriptRun.of(
      """
      pcall(host.parallel, {
        function()
          pcall(test.perform, 1)
          local pending = coroutine.create(function()
            local guard <close> = setmetatable({}, { __close = function() test.perform(2) end })
            coroutine.yield()
          end)
          coroutine.resume(pending)
          print(coroutine.close(pending))
          print("never")
        end,
        function() error("first") end,
      })
      print("over")
      """)
    #expect(run.failure == nil)
    #expect(
      !run.printed.contains("userdata") && !run.printed.contains("never")
        && run.printed.hasSuffix("over\n"), "\(run.printed)")
  }

  @Test func `coroutines that close each other without end are a clean error`() async throws {
    let run = try await ScriptRun.of(
      """
      local last
      for _ = 1, 5000 do
        local before = last
        last = coroutine.create(function()
          local function close_it() if before then assert(coroutine.close(before)) end end
          local guard <close> = setmetatable({}, { __close = close_it })
          coroutine.yield()
        end)
        coroutine.resume(last)
      end
      local ok, problem = coroutine.close(last)
      print(ok, tostring(problem):match("C stack overflow"))
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "false\tC stack overflow\n")
  }
}
