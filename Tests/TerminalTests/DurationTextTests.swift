import Terminal
import Testing

struct DurationTextTests {
  @Test(arguments: [
    (Duration.microseconds(400), "0 ms"), (.milliseconds(310), "310 ms"),
    (.milliseconds(4240), "4.2 s"), (.seconds(59), "59.0 s"),
    (.seconds(192), "3 min 12 s"), (.seconds(3900), "1 h 5 min"),
  ])
  func `a time is told to the unit that matters`(duration: Duration, text: String) {
    #expect(DurationText.elapsed(duration) == text)
  }
}
