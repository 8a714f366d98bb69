import Foundation
import QubitroClient
import Testing

struct RetryAfterTests {
  /// 6 November 1994, 08:49:37 UTC, the date of RFC 9110's examples.
  private let now = Date(timeIntervalSince1970: 784_111_777)

  @Test(arguments: [
    ("0", Duration.zero), ("120", .seconds(120)), (" 7 ", .seconds(7)),
    ("99999999999999999999", RetryAfter.longest),
    ("Sun, 06 Nov 1994 08:50:37 GMT", .seconds(60)), ("Sun, 06 Nov 1994 08:49:37 GMT", .zero),
    ("Sun, 06 Nov 1994 08:00:00 GMT", .zero), ("Mon, 07 Nov 2094 08:49:37 GMT", RetryAfter.longest),
  ])
  func `both forms are a time from now, and never one in the past`(
    header: String, duration: Duration
  ) {
    #expect(RetryAfter.duration(header, now: now) == duration)
  }

  @Test(arguments: [
    nil, "", "soon", "-1", "1.5", "Sun, 06 Nov 1994", "06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Now 1994 08:49:37 GMT",
  ])
  func `what cannot be read is no header`(header: String?) {
    #expect(RetryAfter.duration(header, now: now) == nil)
  }
}
