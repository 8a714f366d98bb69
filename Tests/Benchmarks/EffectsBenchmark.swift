import Effects
import LuaRuntime

/// What one call of the host costs, from the script's line to its next.
struct EffectsBenchmark {
  private static let rounds = 200_000
  private static let many = 1_000_000

  func run() async throws {
    print("a round trip between a script and its host, best of 5 runs of \(Self.rounds)\n")
    for peer in Peer.roundTrips(Self.rounds) { try peer.measure(rounds: Self.rounds)?.print() }
    try await measure(
      "qubitro-host: an effect, answered at once", "local f = test.perform for _ = 1, N do f() end")
    try await measure(
      "qubitro-host: with a device's fields, there and back",
      """
      local f = test.perform
      for n = 1, N do
        f {
          name = "fra-a01-s001",
          description = "Temperature sensor 1, aisle 1, shelf 1",
          source = "mqtt",
          tags = { "warehouse", "fra" },
        }
      end
      """)
    try await measure(
      "qubitro-host: in a coroutine of the script",
      "coroutine.wrap(function() for _ = 1, N do test.perform() end end)()")
    try await measure(
      "qubitro-host: from 64 branches",
      """
      local functions = {}
      for n = 1, 64 do functions[n] = function() for _ = 1, N // 64 do test.perform() end end end
      host.parallel(functions)
      """)
    try await measure(
      "qubitro-host: an effect that suspends once",
      "local f = test.perform for _ = 1, N do f() end", handler: Suspending())
    try await measureMemory()
  }

  private func measure(_ what: String, _ text: String, handler: any EffectHandler = Echoing())
    async throws
  {
    try await Measurement.of(what, rounds: Self.rounds) {
      try await Self.run(text, rounds: Self.rounds, handler)
    }.print()
  }

  /// One million effects in one program; memory is looked at from inside, at the start and at the
  /// end.
  private func measureMemory() async throws {
    let watching = Watching()
    let text = "for n = 1, N do test.perform { n = n, name = 'device ' .. n } end"
    try await Self.run(text, rounds: Self.many, watching)
    print(
      "\nresident memory after 1,000, 100,000 and 1,000,000 effects of one program: "
        + "\(watching.seen) MiB")
  }

  private static func run(_ text: String, rounds: Int, _ handler: any EffectHandler) async throws {
    let program = Program(name: "bench.lua", text: Array("local N = \(rounds)\n\(text)".utf8))
    try await LuaVM().run(
      program, in: Environment(bindings: ["test.perform"]), handler: handler,
      output: DiscardedPrint())
  }
}

private struct Echoing: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    .returned(effect.arguments.first ?? .null)
  }
}

private struct Suspending: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    await Task.yield()
    return .returned(.null)
  }
}
