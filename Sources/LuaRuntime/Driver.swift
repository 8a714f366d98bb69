import Effects

/// Resumes fibers and has their effects performed, each in a child task, until the main fiber ends.
///
/// All of it runs where `run` is called from, on the Lua thread: a closure is isolated like the function around it only if it
/// captures that function's isolation, which is why each of them names it.
struct Driver {
  let machine: LuaMachine
  let handler: any EffectHandler
  let output: any PrintSink

  private typealias Completion = (fiber: Fiber, reply: Reply)

  func run(isolation: isolated (any Actor)? = #isolation) async throws(ScriptFailure) {
    let failure = await withTaskGroup(of: Completion.self, returning: ScriptFailure?.self) { group in
      _ = isolation
      var next: (fiber: Fiber, reply: Reply?) = (.main, nil)
      while true {
        let step = machine.resume(next.fiber, with: next.reply)
        let printed = machine.takeOutput()
        if !printed.isEmpty { output.write(printed) }
        switch step {
        case .finished:
          return nil
        case .failed(let failure):
          return failure
        case .effect(let effect):
          let fiber = next.fiber
          group.addImmediateTask { [handler] in
            _ = isolation
            return (fiber, await handler.perform(effect))
          }
        }
        guard let completion = await group.next() else { return nil }
        if completion.reply == .ended { return .ended }
        next = (completion.fiber, completion.reply)
      }
    }
    if let failure { throw failure }
  }
}
