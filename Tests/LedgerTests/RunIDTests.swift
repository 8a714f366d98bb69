import Ledger
import Testing

struct RunIDTests {
  @Test func `an id is twelve hexadecimal digits, and no two are equal`() {
    let ids = (0..<100).map { _ in RunID.random().description }
    #expect(Set(ids).count == 100)
    #expect(ids.allSatisfy { $0.count == 12 && $0.allSatisfy(\.isHexDigit) })
  }
}
