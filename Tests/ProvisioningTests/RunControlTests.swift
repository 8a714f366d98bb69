import Effects
import Ledger
import LuaRuntime
import Provisioning
import TestSupport
import Testing

struct RunControlTests {
  @Test func `only the first signal counts`() {
    let control = RunControl()
    #expect(control.signal == nil)
    #expect(control.request(.terminate))
    #expect(!control.request(.interrupt))
    #expect(control.signal == .terminate)
  }

  @Test func `a pause ends with the signal, and none begins after it`() async throws {
    let control = RunControl()
    let pause = Task { await control.wait(.seconds(3600)) }
    try await eventually("the pause begins") { control.progressCounter.isPausing }
    _ = control.request(.terminate)
    let goesOn = try await inTime("the pause ends") { await pause.value }
    #expect(goesOn == false)
    #expect(await control.wait(.seconds(3600)) == false)
  }

  @Test func `a pause that nothing ends takes its time`() async {
    #expect(await RunControl().wait(.milliseconds(1)))
  }

  @Test
  func `the end of the time ends pauses and work, and a later signal still counts as the first`()
    async
  {
    let control = RunControl()
    control.expire()
    #expect(control.isEnding && control.signal == nil)
    #expect(await control.wait(.seconds(3600)) == false)
    #expect(control.request(.terminate))
  }

  @Test func `a script that begins after the signal is stopped at once`() async throws {
    let control = RunControl()
    _ = control.request(.interrupt)
    let machine = try LuaVM()
    control.whenEnding { machine.stop() }
    let loop = Program(name: "loop.lua", text: Array("while true do end".utf8))
    let failure = await #expect(throws: ScriptFailure.self) {
      try await machine.run(loop, in: Environment(bindings: []), handler: Never(), output: Never())
    }
    #expect(failure?.kind == .stopped)
  }
}

private struct Never: EffectHandler, PrintSink {
  func perform(_ effect: Effect) async -> Reply { .ended }
  func write(_ bytes: [UInt8]) {}
}
