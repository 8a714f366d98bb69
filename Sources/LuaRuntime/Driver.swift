import Effects

/// Resumes the script and has its effects performed, each in a child task, until it ends.
///
/// All of it runs where `run` is called from, on the Lua thread: a closure is isolated like the function around it only if it
/// captures that function's isolation, which is why each of them names it.
struct Driver {
  let machine: LuaMachine
  let handler: any EffectHandler
  let output: any PrintSink

  func run(isolation: isolated (any Actor)? = #isolation) async throws(ScriptFailure) {
    let failure = await withTaskGroup(of: Reply.self, returning: ScriptFailure?.self) { group in
      _ = isolation
      var reply: Reply?
      while true {
        let step = machine.resume(with: reply)
        let printed = machine.takeOutput()
        if !printed.isEmpty { output.write(printed) }
        switch step {
        case .finished: return nil
        case .failed(let failure): return failure
        case .effect(let effect):
          group.addImmediateTask { [handler] in
            _ = isolation
            return await handler.perform(effect)
          }
        }
        reply = await group.next()
        if reply == .ended { return .ended }
      }
    }
    if let failure { throw failure }
  }
}
