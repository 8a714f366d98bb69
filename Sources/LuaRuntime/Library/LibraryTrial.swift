import Effects

/// A script that a faulty Lua library gets wrong, or does not survive; for a process that may die of it.
package struct LibraryTrial: Sendable {
  /// Whether stacks get room for it, as `Limits` says.
  private let reservesStack: Bool

  package init(reservesStack: Bool) {
    self.reservesStack = reservesStack
  }

  /// Names put together while the stack moves, as it does in coroutines, in branches and when garbage is collected.
  private static let script = """
    local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
    local depth
    local device = { __concat = function(a, b) deep(depth) return tostring(a) .. b.name end }
    local function once(n)
      local name = "site-" .. "b-" .. setmetatable({ name = "d" .. n }, device)
      assert(name == "site-b-d" .. n)
    end
    for n = 1, 80 do
      depth = n
      once(n)
      coroutine.wrap(once)(n)
      host.parallel { function() once(n) end }
      local garbage = {}
      for i = 1, 500 do garbage[i] = { i } end
    end
    """

  /// Whether the library gets it right; the process may crash instead.
  package func passes() async -> Bool {
    LuaLibrary.expectCrash()
    var limits = Limits.standard
    limits.reservesStack = reservesStack
    do throws(ScriptFailure) {
      try await LuaVM(limits: limits).run(
        Program(name: "trial.lua", text: Array(Self.script.utf8)), in: Environment(bindings: []), handler: NoHandler(),
        output: DiscardedPrint())
      return true
    } catch {
      return false
    }
  }
}

/// The trial calls nothing.
private struct NoHandler: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    .ended
  }
}
