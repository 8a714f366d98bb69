import Effects
import LuaRuntime
import TestSupport
import Testing

/// Random programs of scopes, coroutines, protected calls and errors: whatever they do, they end,
/// and no fiber waits for ever.
struct RandomScopeTests {
  @Test func `random programs end, by themselves or by their own errors`() async throws {
    var generator = SeededGenerator()
    for _ in 0..<150 {
      var program = RandomProgram(generator: generator)
      let text = program.body(depth: 5)
      generator = program.generator
      let run = try await ScriptRun.of(text, handler: Unhurried(), effects: ScriptedHandler())
      let isFine = run.failure == nil || run.failure?.kind == .script
      #expect(isFine, "seed \(generator.seed): \(run.failure?.message ?? "")\n\(text)")
    }
  }
}

/// Writes programs whose every statement may wait, fail, nest or be where Lua cannot wait.
private struct RandomProgram {
  var generator: SeededGenerator

  mutating func body(depth: Int) -> String {
    (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      "local _ = \(expression(depth: depth))"
    }.joined(separator: "\n")
  }

  private mutating func expression(depth: Int) -> String {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<5: return leaf()
    case 5..<11: return scope(depth: depth)
    case 11..<14: return "pcall(\(function(depth: depth)))"
    case 14..<16: return "coroutine.wrap(\(function(depth: depth)))()"
    case 16: return "pcall(table.sort, { 3, 2, 1 }, \(function(depth: depth)))"
    case 17: return "xpcall(\(function(depth: depth)), function(problem) return problem end)"
    case 18: return "coroutine.close(coroutine.create(\(function(depth: depth))))"
    default:
      let close = function(depth: depth - 1)
      let local = "local x <close> = setmetatable({}, { __close = \(close) })"
      return "(function() \(local) \(body(depth: depth - 1)) end)()"
    }
  }

  private mutating func leaf() -> String {
    ["test.perform(1)", "test.perform { a = { 2 } }", "error('failed', 0)", "print('p')"]
      .randomElement(using: &generator) ?? "nil"
  }

  private mutating func function(depth: Int) -> String {
    "function() \(body(depth: depth - 1)) end"
  }

  private mutating func scope(depth: Int) -> String {
    let functions = (0..<Int.random(in: 1...4, using: &generator)).map { _ in function(depth: depth)
    }
    let options = ["", ", { limit = 1 }", ", { limit = 2 }"].randomElement(using: &generator) ?? ""
    return "host.parallel({ \(functions.joined(separator: ", ")) }\(options))"
  }
}

/// Answers after a number of ways through other tasks, which differs from effect to effect.
private struct Unhurried: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    for _ in 0..<Int.random(in: 0...5) { await Task.detached {}.value }
    return .returned(7)
  }
}
