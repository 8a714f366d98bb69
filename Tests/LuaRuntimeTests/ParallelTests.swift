import Effects
import LuaRuntime
import Synchronization
import TestSupport
import Testing

struct ParallelTests {
  @Test func `branches run side by side, and their results keep the order of the functions`()
    async throws
  {
    let gate = Gate(opensAt: 3)
    let run = try await ScriptRun.of(
      """
      local results = host.parallel {
        function() return test.perform('a') end,
        function() return test.perform('b') end,
        function() return test.perform('c') end,
      }
      print(#results, results[1], results[2], results[3])
      """, handler: gate, effects: ScriptedHandler())
    #expect(run.failure == nil)
    #expect(run.printed == "3\ta\tb\tc\n")
    #expect(gate.most == 3)
  }

  @Test func `no more branches run at once than the limit says`() async throws {
    let gate = Gate(opensAt: 2)
    let run = try await ScriptRun.of(
      """
      local functions = {}
      for n = 1, 20 do functions[n] = function() return test.perform(n) end end
      local results = host.parallel(functions, { limit = 2 })
      print(table.concat(results, ' '))
      """, handler: gate, effects: ScriptedHandler())
    #expect(run.printed == (1...20).map(String.init).joined(separator: " ") + "\n")
    #expect(gate.most == 2)
  }

  @Test
  func `the first error cancels the other branches, which have all ended before it is raised`()
    async throws
  {
    let run = try await ScriptRun.of(
      """
      local log = {}
      local function note(text) log[#log + 1] = text end
      print(pcall(host.parallel, {
        function()
          local x <close> = setmetatable({}, { __close = function() note('closed') end })
          test.perform('a')
          note('never: cancelled while it waited')
        end,
        function() test.perform('b') error('boom', 0) end,
        function()
          print(pcall(function() for _ = 1, 3 do test.perform('c') end end))
          note('ended')
        end,
      }))
      print(table.concat(log, ' '))
      """, handler: Late(["a", "c"], after: "b"), effects: ScriptedHandler())
    #expect(run.failure == nil)
    let lines = run.printed.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines[0].hasSuffix("cancelled: another branch of the scope has failed"))
    #expect(lines[1] == "false\tboom")
    #expect(["ended closed", "closed ended"].contains(lines[2]))
  }

  @Test func `scopes nest, and an error inside reaches the outermost`() async throws {
    let run = try await ScriptRun.of(
      """
      local function tree(depth)
        if depth == 0 then return test.perform(1) end
        local function half() return tree(depth - 1) end
        local halves = host.parallel { half, half }
        return halves[1] + halves[2]
      end
      print(tree(6))
      print(pcall(host.parallel, {
        function() return tree(2) end,
        function() host.parallel { function() error('deep', 0) end } end,
      }))
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "64\nfalse\tdeep\n")
  }

  @Test func `a scope works inside a coroutine, and is refused where Lua cannot wait`() async throws
  {
    let run = try await ScriptRun.of(
      """
      local rows = coroutine.wrap(function()
        coroutine.yield(host.parallel { function() return test.perform('x') end }[1])
      end)
      print(rows())
      print(pcall(table.sort, { 2, 1 }, function() host.parallel { print } end))
      print(pcall(table.sort, { 2, 1 }, function()
        coroutine.wrap(function() host.parallel { print } end)()
      end))
      print(test.perform('still fine'))
      """)
    #expect(run.failure == nil)
    let lines = run.printed.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.first == "x")
    #expect(
      lines.dropFirst().prefix(2).allSatisfy { $0.contains("branches cannot be started here") })
    #expect(lines.last == "still fine")
  }

  @Test func `a scope that cannot wait leaves nothing in the queue`() async throws {
    let run = try await ScriptRun.of(
      """
      host.parallel {
        function() host.parallel { function() test.perform(1) end } print('inner') end,
        function() print((pcall(table.sort, { 2, 1 }, function() host.parallel { print } end))) end,
      }
      print('outer')
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "false\ninner\nouter\n")
  }

  @Test func `a branch that will not take its cancellation is ended all the same`() async throws {
    let run = try await ScriptRun.of(
      """
      print(pcall(host.parallel, {
        function() test.perform() error('boom', 0) end,
        function() repeat until pcall(test.perform) and false end,
        function() while true do xpcall(test.perform, function() end) end end,
        function() while true do pcall(coroutine.wrap(function() test.perform() end)) end end,
        function()
          local outer = coroutine.wrap(function()
            while true do pcall(coroutine.wrap(function() test.perform() end)) end
          end)
          while true do pcall(outer) end
        end,
        function() host.parallel { function() while true do pcall(test.perform) end end } end,
      }))
      print(test.perform('on'))
      """)
    #expect(run.failure == nil)
    #expect(run.printed == "false\tboom\non\n")
  }

  @Test func `nothing that has not begun is begun after the first error`() async throws {
    let run = try await ScriptRun.of(
      """
      local begun = {}
      local functions = { function() error('boom', 0) end }
      for n = 2, 10 do functions[n] = function() begun[#begun + 1] = n pcall(test.perform) end end
      print(pcall(host.parallel, functions, { limit = 1 }))
      print(pcall(host.parallel, functions))
      print(#begun)
      """)
    #expect(run.printed == "false\tboom\nfalse\tboom\n0\n")
  }

  @Test
  func
    `what waits for the host cannot be resumed or closed in another branch, nor can a branch`()
    async throws
  {
    let run = try await ScriptRun.of(
      """
      local co = coroutine.create(function() return test.perform('mine') end)
      local main = coroutine.running()
      host.parallel {
        function() print(coroutine.resume(co)) end,
        function()
          print(coroutine.resume(co))
          print(coroutine.status(co), (pcall(coroutine.close, co)))
          print(coroutine.resume(main))
          print((pcall(coroutine.close, main)))
          test.perform('seen')
        end,
      }
      print(coroutine.status(co))
      """, handler: Late(["mine"], after: "seen"), effects: ScriptedHandler())
    #expect(run.failure == nil)
    #expect(
      run.printed == """
        false\tcannot resume coroutine that waits for the host in another branch
        normal\tfalse
        false\tcannot resume non-suspended coroutine
        false
        true\tmine
        dead

        """)
  }

  @Test func `wrong arguments are named`() async throws {
    #expect(
      try await ScriptRun.of("host.parallel(3)").failure?.message
        == "test.lua:1: host.parallel: takes an array of functions, got number")
    #expect(
      try await ScriptRun.of("host.parallel { print, 3 }").failure?.message
        == "test.lua:1: host.parallel: [2] must be a function, got number")
    #expect(
      try await ScriptRun.of("host.parallel({ print }, { limit = 0 })").failure?.message
        == "test.lua:1: host.parallel: limit must be a whole number from 1 to 10000")
    #expect(
      try await ScriptRun.of("host.parallel({ print }, { limt = 1 })").failure?.message
        == "test.lua:1: host.parallel: unknown option 'limt'")
    #expect(
      try await ScriptRun.of("host.parallel({ print }, 3)").failure?.message
        == "test.lua:1: host.parallel: the options must be a table, got number")
    #expect(try await ScriptRun.of("print(#host.parallel {})").printed == "0\n")
  }

  @Test func `ten thousand branches leave nothing behind`() async throws {
    let run = try await ScriptRun.of(
      """
      local function round()
        local functions = {}
        for n = 1, 1000 do functions[n] = function() return test.perform(n) end end
        host.parallel(functions)
        collectgarbage('count')
      end
      for _ = 1, 10 do round() end
      print('done')
      """)
    #expect(run.printed == "done\n")
    #expect(run.effects.count == 10_000)
  }

  @Test func `a stop ends every branch`() async throws {
    let run = try await ScriptRun.of(
      "host.parallel { function() test.perform() end, function() test.perform() end }",
      handler: Ending(),
      effects: ScriptedHandler())
    #expect(run.failure?.kind == .ended)
  }
}

/// Answers no effect before so many of them wait at once, and counts how many did at most.
private final class Gate: EffectHandler {
  private struct State {
    var waiting: [CheckedContinuation<Void, Never>] = []
    var running = 0
    var most = 0
  }

  private let count: Int
  private let state = Mutex(State())

  init(opensAt count: Int) {
    self.count = count
  }

  var most: Int { state.withLock { $0.most } }

  func perform(_ effect: Effect) async -> Reply {
    await withCheckedContinuation { continuation in
      let opened: [CheckedContinuation<Void, Never>] = state.withLock { state in
        state.running += 1
        state.most = max(state.most, state.running)
        state.waiting.append(continuation)
        guard state.running == count else { return [] }
        defer { state.waiting = [] }
        return state.waiting
      }
      for waiter in opened { waiter.resume() }
    }
    state.withLock { $0.running -= 1 }
    return .returned(effect.arguments.first ?? .null)
  }
}

/// Answers some effects only once another one has been performed.
private struct Late: EffectHandler {
  private let names: Set<String>
  private let first: String
  private let cue = Cue()

  init(_ names: Set<String>, after first: String) {
    (self.names, self.first) = (names, first)
  }

  func perform(_ effect: Effect) async -> Reply {
    let name = effect.arguments.first?.text ?? ""
    if name == first { cue.give() }
    if names.contains(name) { try? await cue.given() }
    return .returned(.text(name))
  }
}

private struct Ending: EffectHandler {
  func perform(_ effect: Effect) async -> Reply { .ended }
}
