package import Effects
import Synchronization

/// Owns one Lua state and drives one program in it, on a thread of its own.
package actor LuaVM {
  private nonisolated let thread = LuaThread()
  private nonisolated let flag: StopFlag
  private let machine: LuaMachine
  private var hasRun = false

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe thread.asUnownedSerialExecutor()
  }

  private nonisolated let limits: Limits

  package init(limits: Limits = .standard) throws(ScriptFailure) {
    self.limits = limits
    flag = try StopFlag()
    machine = try LuaMachine(stoppedBy: flag, limits: limits)
  }

  /// Asks the script to end.
  ///
  /// What is in flight is finished and recorded; the script is not resumed after it.
  package nonisolated func stop() {
    flag.raise()
  }

  /// Runs a program to its end; every effect it performs goes to `handler`, what it prints to `output`.
  ///
  /// Throws when the script fails, is stopped, hits a limit, or a handler ends the run; and when the machine has run a program already. A
  /// script that not even a stop ends is left behind, with its thread.
  package nonisolated func run(
    _ program: Program, in environment: Environment, handler: any EffectHandler, output: any PrintSink
  ) async throws(ScriptFailure) {
    let watchdog = Watchdog(over: flag, limits: limits)
    let failure = await withCheckedContinuation { (continuation: CheckedContinuation<ScriptFailure?, Never>) in
      let end = OneShot(continuation)
      watchdog.start { [flag] in end.resume(.limit(.stretch, at: flag.place)) }
      Task { end.resume(await drive(program, in: environment, handler, output)) }
    }
    watchdog.stop()
    if let failure { throw failure }
  }

  private func drive(
    _ program: Program, in environment: Environment, _ handler: any EffectHandler, _ output: any PrintSink
  ) async -> ScriptFailure? {
    do throws(ScriptFailure) {
      try await execute(program, in: environment, handler, output)
      return nil
    } catch {
      return error
    }
  }

  private func execute(
    _ program: Program, in environment: Environment, _ handler: any EffectHandler, _ output: any PrintSink
  ) async throws(ScriptFailure) {
    guard !hasRun else { throw ScriptFailure(.internal, "a machine runs one program") }
    hasRun = true
    try Prelude.install(into: machine, for: environment)
    try machine.load(program)
    let driver = Driver(machine: machine, handler: handler, output: output)
    try await driver.run()
  }

  /// How often Lua has asked for memory, where the limits have a fail point.
  package var requestsForMemory: Int {
    machine.requests
  }

  /// What a program's code says, read from its bytecode; nothing of it runs.
  ///
  /// Throws when it does not compile.
  package func names(in program: Program) throws(ScriptFailure) -> ChunkNames {
    try ChunkNames(bytecode: machine.bytecode(of: program))
  }

  /// Sends a value into Lua and back, as an argument and a reply go.
  package func echo(_ value: Value) throws(ScriptFailure) -> Value {
    try machine.echo(value)
  }
}

/// Receives what scripts print.
package protocol PrintSink: Sendable {
  /// Whole records, each ended by a newline, as raw bytes.
  func write(_ bytes: [UInt8])
}

/// Drops what a script prints.
package struct DiscardedPrint: PrintSink {
  package init() {}

  /// Drops them.
  package func write(_ printed: [UInt8]) {}
}

/// The end of a run, of which only the first that comes counts.
final class OneShot: Sendable {
  private let waiting: Mutex<CheckedContinuation<ScriptFailure?, Never>?>

  init(_ continuation: CheckedContinuation<ScriptFailure?, Never>) {
    waiting = Mutex(continuation)
  }

  func resume(_ failure: ScriptFailure?) {
    let continuation = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(returning: failure)
  }
}
