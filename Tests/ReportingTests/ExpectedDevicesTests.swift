import Bindings
import Testing

@testable import Reporting

struct ExpectedDevicesTests {
  @Test func `the total is what was done and what the arrays hold, and is known during them`() {
    var expected = ExpectedDevices()
    #expect(expected.total(done: 0) == nil)
    expected.note(.begins(count: 10), done: 3)
    #expect(expected.total(done: 3) == 13)
    expected.note(.begins(count: 5), done: 7)
    #expect(expected.total(done: 8) == 18)
    expected.note(.ends, done: 13)
    #expect(expected.total(done: 18) == 18)
    #expect(expected.total(done: 19) == nil)
    expected.note(.ends, done: 18)
    #expect(expected.total(done: 18) == nil)
  }
}
