import Effects
import LuaRuntime
import TestSupport
import Testing

/// A stop that comes while the script runs cannot be caught, delayed or outlived by Lua code.
struct StopTests {
  /// Runs `text`, which is stopped at its first print, and returns how it ended and what it
  /// performed.
  private func stopped(_ text: String) async throws -> (kind: ScriptFailure.Kind?, effects: Int) {
    let vm = try LuaVM()
    let handler = ScriptedHandler()
    var kind: ScriptFailure.Kind?
    do {
      try await vm.run(
        Program(name: "stop.lua", text: Array("print('on') test.perform() \(text)".utf8)),
        in: Environment(bindings: ["test.perform"]),
        handler: handler, output: StopAtFirstPrint(vm))
    } catch {
      kind = error.kind
    }
    return (kind, handler.effects.count)
  }

  @Test func `a script is not resumed after a stop`() async throws {
    let end = try await stopped("for i = 1, 1000 do test.perform(i) end")
    #expect(end.kind == .stopped)
    #expect(end.effects == 1)
  }

  @Test(arguments: [
    "while true do end",
    "while true do pcall(function() while true do end end) end",
    "while true do pcall(error) end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "print(coroutine.resume(coroutine.create(function() while true do end end)))",
    "local function f() while true do pcall(coroutine.wrap(f)) end end f()",
    """
    coroutine.wrap(function()
      local x <close> = setmetatable({}, { __close = function() while true do end end })
      while true do end
    end)()
    """,
    "local function f() coroutine.wrap(f)() end while true do pcall(f) end",
    "while true do pcall(table.sort, { 3, 2, 1 }, function() while true do end end) end",
    """
    local function level(d)
      if d == 0 then return end
      for _ = 1, 12 do coroutine.resume(coroutine.create(level), d - 1) end
    end
    level(30)
    """,
    """
    local function level(d) for _ = 1, 12 do pcall(level, d - 1) end end
    coroutine.wrap(level)(30)
    """,
    "local _ = (('a'):rep(2000)):find(('a-'):rep(12) .. 'b')",
    "for _ in (('a'):rep(2000)):gmatch(('a?'):rep(40) .. ('a'):rep(40) .. 'b') do end",
    "local _ = (('a'):rep(2000)):gsub(('a*'):rep(12) .. 'b', '')",
    "setmetatable(_G, { __index = function() while true do end end }) return x",
  ])
  func `a script that computes is ended wherever it is`(text: String) async throws {
    #expect(try await stoppedWhileRunning(text) == .stopped)
  }

  /// The stop comes from outside, after the script has printed and while it computes.
  private func stoppedWhileRunning(_ text: String) async throws -> ScriptFailure.Kind? {
    let vm = try LuaVM()
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let handler = ScriptedHandler { _ in
      start.finish()
      return .returned(.null)
    }
    let program = Program(name: "stop.lua", text: Array("test.perform() \(text)".utf8))
    let run = Task {
      try await vm.run(
        program, in: Environment(bindings: ["test.perform"]), handler: handler, output: Silent())
    }
    for await _ in started {}
    vm.stop()
    do {
      try await run.value
      return nil
    } catch {
      return (error as? ScriptFailure)?.kind
    }
  }
}

private struct StopAtFirstPrint: PrintSink {
  private let vm: LuaVM

  init(_ vm: LuaVM) {
    self.vm = vm
  }

  func write(_ bytes: [UInt8]) {
    vm.stop()
  }
}

private struct Silent: PrintSink {
  func write(_ bytes: [UInt8]) {}
}
