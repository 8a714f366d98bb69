import Testing

/// A concatenation of three operands, one of which has `__concat`, which Debian 12's Lua 5.4.4 gets wrong by itself.
struct ConcatenationTests {
  @Test(arguments: [("main chunk", 5, 1500), ("coroutine", 5, 80), ("branch", 5, 80)])
  func `a name put together with __concat is right, however deep that calls`(place: String, rounds: Int, depth: Int) async throws {
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
}
