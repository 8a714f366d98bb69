import Effects
import LuaRuntime

/// What watching a script costs: Lua code beside the same code in `lua5.4`, which nothing watches.
struct HookBenchmark {
  private static let rounds = 30_000_000
  private static let workloads = [
    ("an empty loop", "for _ = 1, N do end", 1),
    ("calls of a function", "local function f(a) return a end for _ = 1, N // 3 do f(1) end", 3),
    ("string.format", "local format = string.format for n = 1, N // 30 do format('%d', n) end", 30),
    (
      "string.find, our own",
      "local find = string.find for n = 1, N // 30 do find('fra-a01-s001', '%-s(%d+)$') end", 30
    ),
    (
      "table.sort, our own",
      """
      for _ = 1, N // 30000 do
        local t = {}
        for i = 1, 1000 do t[i] = i * 7919 % 1000 end
        table.sort(t)
      end
      """,
      30_000
    ),
    ("pcall, our own", "local f = function() end for _ = 1, N // 10 do pcall(f) end", 10),
    (
      "coroutine.wrap, our own",
      """
      local f = coroutine.wrap(function() while true do coroutine.yield() end end)
      for _ = 1, N // 20 do f() end
      """,
      20
    ),
  ]

  func run() async throws {
    print("Lua code watched by the host, beside lua5.4, which watches nothing; best of 5 runs\n")
    for (what, text, share) in Self.workloads {
      let rounds = Self.rounds / share
      let peer = Peer(
        what: "lua5.4: \(what)",
        command: [
          "lua5.4", "-e",
          """
          local N, best = \(Self.rounds), math.huge
          for _ = 1, 5 do
            local start = os.clock()
            do \(text) end
            best = math.min(best, os.clock() - start)
          end
          print(best)
          """,
        ])
      let theirs = try peer.measure(rounds: rounds)
      theirs?.print()
      let program = Program(
        name: "bench.lua", text: Array("local N = \(Self.rounds)\n\(text)".utf8))
      let ours = try await Measurement.of("qubitro-host: \(what)", rounds: rounds) {
        try await LuaVM(limits: Limits(memory: 1 << 30, output: 0, stretch: .seconds(600))).run(
          program, in: Environment(bindings: []), handler: NoEffects(), output: DiscardedPrint())
      }
      ours.print()
      if let theirs {
        let percent = Int((ours.duration / theirs.duration * 100).rounded())
        print("  \(percent) % of lua5.4's time\n")
      }
    }
  }
}
