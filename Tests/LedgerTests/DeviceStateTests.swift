import Ledger
import Testing

struct DeviceStateTests {
  @Test func `only proof that nothing exists lets a key be sent again`() {
    #expect(DeviceState.allCases.filter(\.mayBegin) == [.rejected, .deleted, .forgotten])
    #expect(DeviceState.allCases.allSatisfy { !($0.mayBegin && $0.exists) })
  }

  @Test func `run ids are twelve hexadecimal digits and differ`() {
    let ids = (0..<100).map { _ in RunID.random().description }
    #expect(Set(ids).count == 100)
    #expect(ids.allSatisfy { $0.count == 12 && $0.allSatisfy(\.isHexDigit) })
  }
}
