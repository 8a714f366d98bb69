import Terminal
import Testing

struct DurationTextTests {
  @Test(arguments: [
    (Duration.microseconds(400), "0 ms"), (.milliseconds(310), "310 ms"),
    (.milliseconds(4240), "4.2 s"), (.seconds(59), "59.0 s"), (.seconds(192), "3 min 12 s"),
    (.seconds(3900), "1 h 5 min"),
  ])
  func `a time is written in the unit that matters`(duration: Duration, text: String) {
    #expect(DurationText.elapsed(duration) == text)
  }

  @Test func `one of a kind is singular, and any other count is plural`() {
    #expect(
      [0, 1, 2].map { counted($0, "device") } == ["0 devices", "1 device", "2 devices"])
    #expect(counted(1, "retry", "retries") == "1 retry")
    #expect(counted(2, "retry", "retries") == "2 retries")
  }
}
