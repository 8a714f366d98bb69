import TestSupport
import Testing

@testable import Reporting

struct ProgressLineTests {
  private func line(_ change: (inout ProgressLine) -> Void) -> String {
    var line = ProgressLine()
    change(&line)
    return line.text(width: 200)
  }

  @Test func `the line shows what is known, and nothing else`() {
    #expect(line { _ in } == "0 devices")
    #expect(line { $0.done = 1 } == "1 device")
    #expect(line { ($0.done, $0.total) = (3, 25) } == "3 of 25 devices")
    #expect(
      line { ($0.done, $0.rate, $0.inFlight, $0.retries, $0.failed) = (1234, 9.74, 8, 1, 2) }
        == "1234 devices  9.7 a second  8 in flight  1 retry  2 failed")
  }

  @Test func `the time left is shown if the end and the rate are known`() {
    #expect(
      line { ($0.done, $0.total, $0.rate) = (100, 500, 10) }
        == "100 of 500 devices  10.0 a second  40.0 s left")
    #expect(
      line { ($0.done, $0.total, $0.rate) = (100, 500, 0) } == "100 of 500 devices  0.0 a second")
    #expect(
      line { ($0.done, $0.total, $0.rate) = (500, 500, 10) } == "500 of 500 devices  10.0 a second")
  }

  @Test func `the reason for a wait takes the place of the rate`() {
    let text = line {
      ($0.done, $0.rate, $0.waiting) = (4, 2, (12, "the API wants no request before noon"))
    }
    #expect(text == "4 devices  waiting 12 s: the API wants no request before noon")
    #expect(
      line { ($0.isListing, $0.inFlight) = (true, 1) }
        == "0 devices  listing the project  1 in flight")
  }

  @Test(arguments: 0...80)
  func `a narrow terminal has as many whole parts as fit, and at least the beginning of the first`(
    width: Int
  ) {
    var line = ProgressLine()
    (line.done, line.total, line.rate, line.inFlight, line.retries) = (12, 5000, 3, 8, 3)
    let whole = line.text(width: 200)
    let text = line.text(width: width)
    #expect(text.count <= width)
    #expect(whole.hasPrefix(text))
    if width >= 18 {
      #expect(whole.dropFirst(text.count).first.map { $0 == " " } ?? true, "\(text)")
    }
  }
}
