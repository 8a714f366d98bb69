import LuaRuntime
import TestSupport
import Testing

struct TracebackTests {
  private func frames(_ text: String) async throws -> [String] {
    let failure = try #require(try await ScriptRun.of(text).failure)
    return failure.traceback.split(separator: "\n").map { String($0.drop { $0 == "\t" }) }
  }

  @Test func `frames of the prelude, and what it calls, are left out`() async throws {
    #expect(
      try await frames("local function f()\n  require(7)\nend\nf()") == ["test.lua:2: in local 'f'", "test.lua:4: in main chunk"])
  }

  @Test func `the frames that an error left in a coroutine come first`() async throws {
    let expected = [
      "[C]: in function 'error'", "test.lua:1: in function <test.lua:1>", "(a coroutine, resumed by)", "test.lua:2: in main chunk",
    ]
    #expect(try await frames("local f = coroutine.wrap(function() error('e') end)\nf()") == expected)
    let resumed = try await frames(
      "local c = coroutine.create(function() error('e') end)\nlocal _, e = coroutine.resume(c) error(e)")
    #expect(resumed == expected.dropLast() + ["[C]: in function 'error'", "test.lua:2: in main chunk"])
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
        "test.lua:1: in function <test.lua:1>", "(a coroutine, resumed by)", "test.lua:2: in field '?'", "(a branch, started by)",
        "test.lua:3: in field '?'", "(a branch, started by)", "test.lua:3: in main chunk",
      ])
  }

  @Test func `an error that was caught leaves no frames in a later one`() async throws {
    let frames = try await frames("pcall(coroutine.wrap(function() error('first') end))\nerror('second')")
    #expect(frames == ["[C]: in function 'error'", "test.lua:2: in main chunk"])
  }

  @Test func `what cancelled siblings say does not cover the error that cancelled them`() async throws {
    let frames = try await frames(
      """
      host.parallel {
        function() test.perform(1) test.perform(2) error('sibling') end,
        function()
          error('first')
        end,
      }
      """)
    #expect(frames.contains("test.lua:4: in field '?'") && !frames.contains("test.lua:2: in field '?'"))
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
}
