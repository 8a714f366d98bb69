package import Effects
import Synchronization

/// Owns one Lua state and drives one program in it, on a thread of its own.
package actor LuaVM {
  private nonisolated let thread = LuaThread()
  private nonisolated let flag: StopFlag
  private nonisolated let limits: Limits
  private let machine: LuaMachine
  private var hasRun = false

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe thread.asUnownedSerialExecutor()
  }

  package init(limits: Limits = .standard) throws(ScriptFailure) {
    self.limits = limits
    flag = try StopFlag()
    machine = try LuaMachine(stoppedBy: flag, limits: limits)
  }

  /// Asks the script to end.
  ///
  /// The handlers finish and record what is in flight. The script does not go on after it.
  package nonisolated func stop() {
    flag.raise()
  }

  /// Runs a program to its end; `handler` performs its effects, and `output` receives what it
  /// prints.
  ///
  /// Throws if the script fails, is stopped or hits a limit, if a handler ends the run, or if the
  /// machine has run a program before. If not even a stop ends the script, the run leaves it
  /// behind, with its thread.
  package nonisolated func run(
    _ program: Program, in environment: Environment, handler: any EffectHandler,
    output: any PrintSink
  ) async throws(ScriptFailure) {
    let watchdog = Watchdog(over: flag, limits: limits)
    let failure = await withCheckedContinuation {
      (continuation: CheckedContinuation<ScriptFailure?, Never>) in
      let caller = OneShot(continuation)
      watchdog.start { [flag] in caller.resume(.limit(.stretch, at: flag.place)) }
      Task { caller.resume(await drive(program, in: environment, handler, output)) }
    }
    watchdog.stop()
    if let failure { throw failure }
  }

  private func drive(
    _ program: Program, in environment: Environment, _ handler: any EffectHandler,
    _ output: any PrintSink
  ) async -> ScriptFailure? {
    do throws(ScriptFailure) {
      try await execute(program, in: environment, handler, output)
      return nil
    } catch {
      return error
    }
  }

  private func execute(
    _ program: Program, in environment: Environment, _ handler: any EffectHandler,
    _ output: any PrintSink
  ) async throws(ScriptFailure) {
    guard !hasRun else { throw ScriptFailure(.internal, "a machine runs one program") }
    hasRun = true
    try Prelude.install(into: machine, for: environment)
    try machine.load(program)
    let driver = Driver(machine: machine, handler: handler, output: output)
    try await driver.run()
  }

  /// How often Lua has asked for memory, if the limits have a fail point.
  package var requestsForMemory: Int {
    machine.requests
  }

  /// The names that a program's code uses, read from its bytecode; the program does not run.
  ///
  /// Throws if it does not compile.
  package func names(in program: Program) throws(ScriptFailure) -> ChunkNames {
    try ChunkNames(bytecode: machine.bytecode(of: program))
  }

  /// Sends a value into Lua as a reply, and back as an argument.
  package func echo(_ value: Value) throws(ScriptFailure) -> Value {
    try machine.echo(value)
  }
}

/// Receives what scripts print.
package protocol PrintSink: Sendable {
  /// Takes whole records, each of which ends with a newline, as raw bytes.
  func write(_ bytes: [UInt8])
}

/// Drops what a script prints.
package struct DiscardedPrint: PrintSink {
  package init() {}

  package func write(_ printed: [UInt8]) {}
}

/// Resumes the caller of a run with the first result; a later one is dropped.
private final class OneShot: Sendable {
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
