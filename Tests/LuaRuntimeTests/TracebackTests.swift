import LuaRuntime
import TestSupport
import Testing

struct TracebackTests {
  private func frames(_ text: String) async throws -> [String] {
    let failure = try #require(try await ScriptRun.of(text).failure)
    return failure.traceback.split(separator: "\n").map { String($0.drop { $0 == "\t" }) }
  }

  @Test func `frames of the prelude are left out, and its functions are shown as the host's`()
    async throws
  {
    #expect(
      try await frames("local function f()\n  require(7)\nend\nf()") == [
        "[C]: in function 'require'", "test.lua:2: in local 'f'", "test.lua:4: in main chunk",
      ])
  }

  @Test func `the frames that an error left in a coroutine come first`() async throws {
    let expected = [
      "[C]: in function 'error'", "test.lua:1: in function <test.lua:1>",
      "(a coroutine, resumed by)", "test.lua:2: in main chunk",
    ]
    #expect(
      try await frames("local f = coroutine.wrap(function() error('e') end)\nf()") == expected)
    let resumed = try await frames(
      """
      local c = coroutine.create(function() error('e') end)
      local _, e = coroutine.resume(c) error(e)
      """)
    #expect(
      resumed == expected.dropLast() + ["[C]: in function 'error'", "test.lua:2: in main chunk"])
  }

  @Test func `nested coroutines and branches are all shown, innermost first`() async throws {
    let frames = try await frames(
      """
      local function inner() error({}) end
      local function outer() coroutine.wrap(inner)() end
      host.parallel { function() host.parallel { outer } end }
      """)
    #expect(
      frames.filter { !$0.hasPrefix("[C]") } == [
        "test.lua:1: in function <test.lua:1>", "(a coroutine, resumed by)",
        "test.lua:2: in field '?'", "(a branch, started by)",
        "test.lua:3: in field '?'", "(a branch, started by)", "test.lua:3: in main chunk",
      ])
  }

  @Test func `an error that was caught leaves no frames in a later one`() async throws {
    let frames = try await frames(
      "pcall(coroutine.wrap(function() error('first') end))\nerror('second')")
    #expect(frames == ["[C]: in function 'error'", "test.lua:2: in main chunk"])
  }

  @Test func `what cancelled siblings say does not cover the error that cancelled them`()
    async throws
  {
    let frames = try await frames(
      """
      host.parallel {
        function() test.perform(1) test.perform(2) error('sibling') end,
        function()
          error('first')
        end,
      }
      """)
    #expect(
      frames.contains("test.lua:4: in field '?'") && !frames.contains("test.lua:2: in field '?'"))
  }

  @Test func `debug.traceback is Lua's own`() async throws {
    let run = try await ScriptRun.of(
      """
      local function f()
        print(debug.traceback("message", 1))
        print(select(2, xpcall(error, debug.traceback, "caught")))
        print(debug.traceback({}) ~= nil, debug.traceback(nil, 1):sub(1, 16))
      end
      f()
      local c = coroutine.create(function() coroutine.yield() end)
      coroutine.resume(c)
      print(debug.traceback(c))
      """)
    #expect(run.failure == nil)
    #expect(
      run.printed.split(separator: "\n").filter { !$0.contains("[C]") } == [
        "message", "stack traceback:", "\ttest.lua:2: in local 'f'", "\ttest.lua:6: in main chunk",
        "caught", "stack traceback:", "\ttest.lua:3: in local 'f'", "\ttest.lua:6: in main chunk",
        "true\tstack traceback:", "stack traceback:", "\ttest.lua:7: in function <test.lua:7>",
      ])
  }

  @Test func `a handled error is not joined to a later one`() async throws {
    let retried = try await frames(
      """
      local function fetch() error("offline", 0) end
      for _ = 1, 3 do pcall(host.parallel, { fetch }) end
      local _, last = pcall(host.parallel, { fetch })
      error(last, 0)
      """)
    #expect(retried.filter { $0 == "(a branch, started by)" }.count <= 1)
    let unrelated = try await frames(
      """
      coroutine.resume(coroutine.create(function() error('e', 0) end))
      local function work() error('no such site') end
      work()
      """)
    #expect(
      unrelated == [
        "[C]: in function 'error'", "test.lua:2: in local 'work'", "test.lua:3: in main chunk",
      ])
    let dead = try await frames(
      """
      local co = coroutine.create(function() error('first') end)
      coroutine.resume(co)
      assert(coroutine.resume(co))
      """)
    #expect(dead == ["[C]: in function 'assert'", "test.lua:3: in main chunk"])
  }

  @Test func `failing coroutines cost no more the more there are, and leave nothing behind`()
    async throws
  {
    let run = try await ScriptRun.of(
      """
      for _ = 1, 20000 do pcall(coroutine.wrap(function() error("timeout", 0) end)) end
      local large = setmetatable({}, { __mode = "v" })
      large[1] = { ("x"):rep(1000000) }
      pcall(coroutine.wrap(function() error(large[1]) end))
      local before = collectgarbage("count")
      for _ = 1, 200 do local _ = ("y"):rep(100000) .. _ end
      print(large[1] == nil, collectgarbage("count") < before + 1000)
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "true\ttrue\n")
  }

  @Test func `a message handler sees the levels that Lua gives it`() async throws {
    let run = try await ScriptRun.of(
      """
      local function fail() local x = nil + 1 end
      local function at(level) return function(m) return debug.traceback("", level) end end
      for level = 1, 3 do
        print((select(2, xpcall(fail, at(level))):match("test.lua:%d+[^\\n]*")))
      end
      """)
    #expect(
      run.printed == """
        test.lua:2: in function <test.lua:2>
        test.lua:1: in function <test.lua:1>
        test.lua:4: in main chunk

        """)
  }

  @Test func `a deep stack is shown by its ends`() async throws {
    let frames = try await frames(
      """
      local function down(n) if n == 0 then error('deep') end return 1 + down(n - 1) end \
      down(5000)
      """)
    #expect(frames.contains("..."))
    #expect(frames.count < 40)
    #expect(frames.last == "test.lua:1: in main chunk")
  }
}
