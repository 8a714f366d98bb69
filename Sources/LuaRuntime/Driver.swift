import CLuaHost
import Effects

/// Resumes fibers and has their effects performed, each in a child task, until the script's main
/// chunk ends.
///
/// All of it runs on the caller's actor, which is the Lua thread. A closure is isolated like the
/// function around it only if it captures that function's isolation, so each closure names it.
struct Driver {
  let machine: LuaMachine
  let handler: any EffectHandler
  let output: any PrintSink

  private struct Completion: Sendable {
    var fiber: Fiber
    var reply: Reply
  }

  func run(isolation: isolated (any Actor)? = #isolation) async throws(ScriptFailure) {
    let failure: ScriptFailure? = await withTaskGroup(of: Completion.self) { group in
      _ = isolation
      var next: (fiber: Fiber, reply: Reply?) = (.main, nil)
      while true {
        switch step(next.fiber, next.reply) {
        case .finished where next.fiber == .main: return nil
        case .finished, .parked: break
        case .failed(let failure): return failure
        case .effect(let effect):
          group.addImmediateTask { [handler, fiber = next.fiber] in
            _ = isolation
            return Completion(fiber: fiber, reply: await handler.perform(effect))
          }
        }
        if let fiber = machine.nextReady() {
          next = (fiber, nil)
        } else if let completion = await group.next() {
          if completion.reply == .ended { return .ended }
          next = (completion.fiber, completion.reply)
        } else {
          return ScriptFailure(.internal, "every fiber waits for another one")
        }
      }
    }
    if let failure { throw failure }
  }

  /// Runs a fiber until it comes to rest, and writes what it printed.
  private func step(_ fiber: Fiber, _ reply: Reply?) -> Step {
    let step = machine.resume(fiber, with: reply)
    let printed = machine.takeOutput()
    if !printed.isEmpty { output.write(printed) }
    return step
  }
}

/// The number of a Lua thread that the host resumes; it has at most one effect in flight.
struct Fiber: RawRepresentable, Hashable, Sendable {
  var rawValue: Int32

  /// The fiber that runs the script's main chunk.
  static let main = Fiber(rawValue: Int32(LH_MAIN_FIBER))
}

/// How a fiber came to rest.
enum Step {
  case finished
  /// It waits for the reply to this effect.
  case effect(Effect)
  /// It waits for another fiber, which makes it ready.
  case parked
  case failed(ScriptFailure)
}
