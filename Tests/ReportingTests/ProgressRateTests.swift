import Testing

@testable import Reporting

struct ProgressRateTests {
  @Test func `the rate is that of the last five seconds`() throws {
    var rate = ProgressRate()
    #expect(rate.add(0, at: 0) == nil)
    #expect(rate.add(10, at: 0.2) == nil)
    for tick in 1...20 { _ = rate.add(10 + tick * 100, at: Double(tick)) }
    let slow = (1...6).map { rate.add(2010 + $0, at: 20 + Double($0)) }
    #expect(abs(try #require(slow[5]) - 1) < 0.01, "\(slow)")
  }
}
