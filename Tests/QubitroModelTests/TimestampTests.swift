import QubitroModel
import Testing

struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
      ("2000-02-29T12:30:45Z", 951_827_445),
      ("2024-12-31T23:59:59Z", 1_735_689_599), ("2026-03-01T00:00:00Z", 1_772_323_200),
      ("2100-03-01T00:00:00Z", 4_107_542_400),
    ] as [(String, Int64)])
  func `times are written and read`(text: String, seconds: Int64) {
    #expect(Timestamp(text)?.seconds == seconds)
    #expect(Timestamp(seconds: seconds).description == text)
  }

  @Test func `days of four centuries are read as they are written`() {
    for day in stride(from: Int64(-1000), to: 146_097, by: 31) {
      let time = Timestamp(seconds: day * 86_400)
      #expect(Timestamp(time.description) == time)
    }
  }

  @Test func `a fraction is dropped, and other zones are refused`() {
    #expect(Timestamp("1970-01-01T00:00:01.999Z")?.seconds == 1)
    for text in [
      "", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01T00:00:00+01:00", "1970-13-01T00:00:00Z",
    ] {
      #expect(Timestamp(text) == nil, "\(text)")
    }
  }
}
