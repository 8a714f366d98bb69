import Effects
import Ledger
import LuaRuntime
import Provisioning
import TestSupport
import Testing

@testable import Host

struct InterruptionTests {
  @Test func `only the first signal counts`() {
    let interruption = Interruption()
    #expect(interruption.signal == nil)
    #expect(interruption.request(.terminate))
    #expect(!interruption.request(.interrupt))
    #expect(interruption.signal == .terminate)
  }

  @Test func `a pause ends with the signal, and none begins after it`() async throws {
    let interruption = Interruption()
    let pause = Task { await interruption.wait(.seconds(3600)) }
    try await eventually("the pause begins") { interruption.pulse.isPausing }
    _ = interruption.request(.terminate)
    let goesOn = try await inTime("the pause ends") { await pause.value }
    #expect(goesOn == false)
    #expect(await interruption.wait(.seconds(3600)) == false)
  }

  @Test func `a pause that nothing ends takes its time`() async {
    #expect(await Interruption().wait(.milliseconds(1)))
  }

  @Test func `the end of the time ends pauses and work, and leaves the first signal its meaning`()
    async
  {
    let interruption = Interruption()
    interruption.expire()
    #expect(interruption.isEnding && interruption.signal == nil)
    #expect(await interruption.wait(.seconds(3600)) == false)
    #expect(interruption.request(.terminate))
  }

  @Test func `a machine that comes after the signal is stopped at once`() async throws {
    let interruption = Interruption()
    _ = interruption.request(.interrupt)
    let machine = try LuaVM()
    interruption.whenEnding { machine.stop() }
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
