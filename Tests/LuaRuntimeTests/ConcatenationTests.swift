import LuaRuntime
import Testing

/// A concatenation of three operands, one of which has `__concat`, which Debian 12's Lua 5.4.4 gets
/// wrong by itself.
struct ConcatenationTests {
  @Test(arguments: [("main chunk", 5, 1500), ("coroutine", 5, 80), ("branch", 5, 80)])
  func `a name put together with __concat is right, however deep that calls`(
    place: String, rounds: Int, depth: Int
  ) async throws {
    let run = try await ScriptRun.of(
      """
      local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
      local depth
      local function text(v) return type(v) == "table" and v.name or tostring(v) end
      local mt = { __concat = function(a, b) deep(depth) return text(a) .. text(b) end }
      local wrong, total = 0, 0
      local function once(n)
        local device = setmetatable({ name = "device" .. n }, mt)
        local ok, name = pcall(function() return "site-" .. "b-" .. device end)
        total = total + 1
        if not ok or name ~= "site-b-device" .. n then wrong = wrong + 1 end
      end
      for _ = 1, \(rounds) do
        for n = 1, 200 do
          depth = n * \(depth) // 200
          if "\(place)" == "coroutine" then
            coroutine.wrap(once)(n)
          elseif "\(place)" == "branch" then
            host.parallel { function() once(n) end }
          else
            once(n)
          end
        end
        collectgarbage("count")
      end
      print(wrong, total)
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "0\t\(rounds * 200)\n")
  }

  @Test(
    arguments: ["main chunk", "coroutine", "branch", "sort", "coroutine's close"],
    [900, 5_000, 30_000])
  func `beyond its room a __concat ends in an error, never in a wrong name`(
    place: String, depth: Int
  ) async throws {
    let run = try await ScriptRun.of(
      """
      local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
      local mt = { __concat = function(a, b) deep(\(depth)) return tostring(a) .. b.name end }
      local good, told = 0, 0
      local function once(n)
        local device = setmetatable({ name = "device" .. n }, mt)
        local ok, name = pcall(function() return "site-" .. "b-" .. device end)
        if ok then
          assert(name == "site-b-device" .. n, name)
          good = good + 1
        else
          local refused = "a __concat calls more deeply than this Lua library survives"
          assert(name:find(refused, 1, true), name)
          told = told + 1
        end
      end
      for n = 1, 50 do
        if "\(place)" == "coroutine" then
          coroutine.wrap(once)(n)
        elseif "\(place)" == "branch" then
          host.parallel { function() once(n) end }
        elseif "\(place)" == "sort" then
          coroutine.wrap(function() table.sort({ 1, 2 }, function() once(n) return false end) end)()
        elseif "\(place)" == "coroutine's close" then
          local thread = coroutine.create(function()
            local guard <close> = setmetatable({}, { __close = function() once(n) end })
            coroutine.yield()
          end)
          coroutine.resume(thread)
          assert(coroutine.close(thread))
        else
          once(n)
        end
      end
      assert(good + told >= 50)
      print(good == 0 or told == 0)
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "true\n")
  }

  @Test func `an error of that kind that nobody catches names its line`() async throws {
    let run = try await ScriptRun.of(
      """
      local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
      local mt = { __concat = function(a, b) deep(30000) return "x" end }
      local device = setmetatable({}, mt)
      print("site-" .. "b-" .. device)
      """)
    #expect(run.failure?.kind == .script)
    #expect(
      run.failure?.message.contains(
        ":1: a __concat calls more deeply than this Lua library survives") == true,
      "\(run.failure?.message ?? "")")
  }
}
