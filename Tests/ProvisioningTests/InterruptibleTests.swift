import Effects
import Ledger
import Provisioning
import TestSupport
import Testing

@testable import Host

struct InterruptibleTests {
  @Test func `each effect that ends is progress, and none begins once the run is to end`() async {
    let interruption = Interruption()
    let next = Counting()
    let handler = Interruptible(interruption: interruption, next: next)
    for count in 1...3 {
      #expect(await handler.perform(Effect("host.log.info", [])) == .returned(.null))
      #expect(interruption.pulse.count == count)
    }
    interruption.halt()
    #expect(await handler.perform(Effect("host.log.info", [])) == .ended)
    #expect(next.pulse.count == 3 && interruption.pulse.count == 3)
  }
}

private struct Counting: EffectHandler {
  let pulse = Pulse()

  func perform(_ effect: Effect) async -> Reply {
    pulse.beat()
    return .returned(.null)
  }
}
