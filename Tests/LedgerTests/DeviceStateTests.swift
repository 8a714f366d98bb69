import Ledger
import Testing

struct DeviceStateTests {
  @Test func `only proof that nothing exists lets a key be sent again`() {
    #expect(DeviceState.allCases.filter(\.mayBegin) == [.rejected, .deleted, .forgotten])
    #expect(DeviceState.allCases.allSatisfy { !($0.mayBegin && $0.exists) })
  }
}
