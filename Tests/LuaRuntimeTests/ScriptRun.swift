import Effects
import LuaRuntime
import Synchronization
import TestSupport

/// What came of running a script in a test.
struct ScriptRun {
  var effects: [Effect]
  var printed: String
  var failure: ScriptFailure?

  /// Runs `text` as `test.lua`, with `test.perform` as the binding that `handler` answers.
  static func of(
    _ text: String, arguments: [String: String] = [:], seed: Int64 = 0,
    handler: ScriptedHandler = ScriptedHandler()
  ) async throws -> ScriptRun {
    try await of(text, arguments: arguments, seed: seed, handler: handler, effects: handler)
  }

  /// The same with any handler; `effects` is the one that remembers.
  static func of(
    _ text: String, arguments: [String: String] = [:], seed: Int64 = 0, handler: any EffectHandler,
    effects: ScriptedHandler
  ) async throws -> ScriptRun {
    // Sanitizers make a second of minutes; what a stretch may be is LimitsTests'.
    var limits = Limits.standard
    limits.stretch = .seconds(300)
    let vm = try LuaVM(limits: limits)
    let output = Printed()
    let environment = Environment(
      bindings: ["test.perform", "test.deep.perform"], arguments: arguments, seed: seed)
    var failure: ScriptFailure?
    do {
      try await vm.run(
        Program(name: "test.lua", text: Array(text.utf8)), in: environment, handler: handler,
        output: output)
    } catch {
      failure = error
    }
    return ScriptRun(effects: effects.effects, printed: output.text, failure: failure)
  }
}

private final class Printed: PrintSink {
  private let bytes = Mutex<[UInt8]>([])

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

  func write(_ printed: [UInt8]) {
    bytes.withLock { $0 += printed }
  }
}
