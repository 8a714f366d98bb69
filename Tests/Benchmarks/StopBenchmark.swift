import Effects
import Foundation
import LuaRuntime

/// How long a script that computes goes on after it has been asked to end.
struct StopBenchmark {
  private static let workloads = [
    ("an empty loop", "while true do end"),
    ("a loop that catches everything", "while true do pcall(function() while true do end end) end"),
    (
      "coroutines of a few instructions",
      "local function f() end while true do coroutine.wrap(f)() end"
    ),
    (
      "coroutines in coroutines",
      "local function f(d) if d > 0 then for _ = 1, 9 do coroutine.wrap(f)(d - 1) end end end f(20)"
    ),
    ("a pattern that backtracks", "local _ = (('a'):rep(3000)):find(('a-'):rep(20) .. 'b')"),
    (
      "a sort",
      "local t = {} for i = 1, 3e6 do t[i] = i * 7919 % 1e6 end table.sort(t) while true do end"
    ),
    (
      "strings of 40 MB",
      "local s = ('x'):rep(40000000) while true do local _ = s:upper() .. 'y' end"
    ),
  ]

  func run() async throws {
    print("\nFrom the stop to the script's end, worst of 20, asked after 20 to 210 ms")
    for (what, text) in Self.workloads {
      var worst = Duration.zero
      for turn in 1...20 {
        worst = max(worst, try await latency(text, after: .milliseconds(10 + 10 * turn)))
      }
      Measurement(what: what, duration: worst).print()
    }
  }

  private func latency(_ text: String, after delay: Duration) async throws -> Duration {
    let vm = try LuaVM(limits: Limits(memory: 1 << 30, output: 0, stretch: .seconds(600)))
    let program = Program(name: "bench.lua", text: Array(text.utf8))
    let run = Task {
      try? await vm.run(
        program, in: Environment(bindings: []), handler: NoEffects(), output: DiscardedPrint())
      return ContinuousClock.now
    }
    try await Task.sleep(for: delay)
    let asked = ContinuousClock.now
    vm.stop()
    return await run.value - asked
  }
}
