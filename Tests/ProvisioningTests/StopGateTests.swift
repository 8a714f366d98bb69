import Effects
import Ledger
import Provisioning
import TestSupport
import Testing

struct StopGateTests {
  @Test func `each effect that ends is progress, and none begins once the run is to end`() async {
    let control = RunControl()
    let next = Counting()
    let handler = StopGate(control: control, next: next)
    for count in 1...3 {
      #expect(await handler.perform(Effect("host.log.info", [])) == .returned(.null))
      #expect(control.progressCounter.count == count)
    }
    control.halt()
    #expect(await handler.perform(Effect("host.log.info", [])) == .ended)
    #expect(next.progressCounter.count == 3 && control.progressCounter.count == 3)
  }
}

private struct Counting: EffectHandler {
  let progressCounter = ProgressCounter()

  func perform(_ effect: Effect) async -> Reply {
    progressCounter.beat()
    return .returned(.null)
  }
}
