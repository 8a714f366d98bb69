import Effects
import Glibc
import LuaRuntime
import Synchronization
import TestSupport
import Testing

struct DriverTests {
  @Test func `an effect carries its arguments and the script's line, and its reply is the result`()
    async throws
  {
    let handler = ScriptedHandler { _ in .returned(.map(["id": "d-1"])) }
    let run = try await ScriptRun.of(
      "local x = 1\nprint(test.perform({ name = 'a', tags = {} }, 2).id)", handler: handler)
    #expect(run.failure == nil)
    #expect(run.printed == "d-1\n")
    #expect(
      run.effects == [
        Effect("test.perform", [.map(["name": "a", "tags": .map([:])]), 2], at: "test.lua:2")
      ])
  }

  @Test func `a refused effect returns nil and an error with fields and text`() async throws {
    let handler = ScriptedHandler {
      .refused(
        EffectFailure(.rejected, "no such source", status: 400, key: "k", location: $0.location))
    }
    let run = try await ScriptRun.of(
      """
      local device, err = test.perform()
      print(device, err.kind, err.status, err.key, err.retryable, err)
      """, handler: handler)
    #expect(run.printed == "nil\trejected\t400\tk\tfalse\ttest.lua:1: no such source\n")
  }

  @Test func `a raised failure is an ordinary Lua error, caught by pcall`() async throws {
    let handler = ScriptedHandler {
      .raised(EffectFailure(.usage, "bad call", location: $0.location))
    }
    let caught = try await ScriptRun.of("print(pcall(test.perform))", handler: handler)
    #expect(caught.printed == "false\ttest.lua:1: bad call\n")
    let uncaught = try await ScriptRun.of("\ntest.perform()", handler: handler)
    #expect(uncaught.failure?.message == "test.lua:2: bad call")
    #expect(uncaught.failure?.traceback.contains("test.lua:2: in main chunk") == true)
  }

  @Test func `a handler that ends the run leaves the script where it is`() async throws {
    let run = try await ScriptRun.of(
      "test.perform() print('never')", handler: ScriptedHandler { _ in .ended })
    #expect(run.failure?.kind == .ended)
    #expect(run.printed == "")
  }

  @Test func `bad arguments are errors on the script's line that name the field`() async throws {
    let cases = [
      (
        "test.perform{ a = { b = { 1, print } } }",
        "argument 1 of test.perform.a.b[2]: is a function"
      ),
      ("test.perform{ a = 0/0 }", "argument 1 of test.perform.a: is not a number (NaN)"),
      ("test.perform(1/0)", "argument 1 of test.perform: is infinite"),
      ("test.perform{ 1, nil, 3 }", "argument 1 of test.perform: is an array with holes"),
      (
        "test.perform{ 1, a = 2 }",
        "argument 1 of test.perform: mixes named fields and numbered entries"
      ),
      ("test.perform{ [true] = 1 }", "argument 1 of test.perform: has a key of type boolean"),
      (
        "test.perform{ [\"a b\"] = { print } }",
        "argument 1 of test.perform[\"a b\"][1]: is a function"
      ),
      (
        "test.perform{ [\"x\\27\\\"y\"] = print }",
        "argument 1 of test.perform[\"x??y\"]: is a function"
      ),
      ("local t = {} t.t = t test.perform(t)", "argument 1 of test.perform.t: contains itself"),
    ]
    for (text, message) in cases {
      let run = try await ScriptRun.of("\n" + text)
      #expect(
        run.failure?.message.hasPrefix("test.lua:2: " + message) == true,
        "\(text): \(run.failure?.message ?? "no failure")")
      #expect(run.effects == [])
    }
  }

  @Test func `effects leave nothing behind in Lua, from the main chunk, coroutines and branches`()
    async throws
  {
    let run = try await ScriptRun.of(
      """
      local function work(count)
        for n = 1, count do test.perform { n = n, name = 'device ' .. n } end
      end
      local function round()
        work(1000)
        coroutine.wrap(work)(1000)
        host.parallel { function() work(1000) end, function() work(1000) end }
      end
      local function settled()
        local least = math.huge
        for _ = 1, 20 do
          round()
          least = math.min(least, collectgarbage("count"))
        end
        return least
      end
      local before = settled()
      print(settled() - before < 200)
      """, handler: Silent(), effects: ScriptedHandler())
    #expect(run.failure == nil)
    #expect(run.printed == "true\n")
  }

  @Test func `where Lua cannot wait, an effect is an error that says where and what to do`()
    async throws
  {
    let run = try await ScriptRun.of("table.sort({ 2, 1 }, function() test.perform() end)")
    #expect(run.failure?.message.contains("test.perform cannot be called here") == true)
    let inside = try await ScriptRun.of(
      "('x'):gsub('x', coroutine.wrap(function() test.perform() end))")
    #expect(
      inside.failure?.message.hasPrefix("test.lua:1: test.perform cannot be called here") == true)
    let caught = try await ScriptRun.of(
      """
      table.sort({ 2, 1 }, function() \
      coroutine.wrap(function() print(pcall(test.perform)) end)() end)
      """)
    #expect(caught.failure == nil)
    #expect(caught.printed.hasPrefix("false\ttest.lua:1: test.perform cannot be called here"))
    let required = try await ScriptRun.of("table.sort({ 2, 1 }, function() require 'x' end)")
    #expect(
      required.failure?.message.hasPrefix("test.lua:1: require cannot be called here") == true)
  }

  @Test func `a machine runs one program`() async throws {
    let vm = try LuaVM()
    let program = Program(name: "t.lua", text: [])
    try await vm.run(
      program, in: Environment(bindings: []), handler: ScriptedHandler(), output: Discarded())
    await #expect(throws: ScriptFailure.self) {
      try await vm.run(
        program, in: Environment(bindings: []), handler: ScriptedHandler(), output: Discarded())
    }
  }

  @Test func `ten thousand effects pass through one script`() async throws {
    let run = try await ScriptRun.of(
      "local n = 0 for i = 1, 10000 do n = n + test.perform(i) end print(n)")
    #expect(run.printed == "50005000\n")
    #expect(run.effects.count == 10000)
  }

  @Test func `effects begin and end on the thread that runs Lua`() async throws {
    let threads = Threads()
    let program = Program(
      name: "t.lua", text: Array("for i = 1, 3 do print(i) test.perform() end print('end')".utf8))
    try await LuaVM().run(
      program, in: Environment(bindings: ["test.perform"]), handler: threads, output: threads)
    #expect(threads.seen.count == 10)
    #expect(Set(threads.seen).count == 1)
  }
}

/// Notes the thread of every print and, before and after a suspension, of every effect.
private final class Threads: EffectHandler, PrintSink {
  private let threads = Mutex<[pthread_t]>([])

  var seen: [pthread_t] { threads.withLock { $0 } }

  func write(_ bytes: [UInt8]) {
    threads.withLock { $0.append(pthread_self()) }
  }

  func perform(_ effect: Effect) async -> Reply {
    threads.withLock { $0.append(pthread_self()) }
    await Task.detached {}.value
    threads.withLock { $0.append(pthread_self()) }
    return .returned(.null)
  }
}

private struct Discarded: PrintSink {
  func write(_ bytes: [UInt8]) {}
}

private struct Silent: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    .returned(.null)
  }
}
