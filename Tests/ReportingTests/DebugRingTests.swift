import Foundation
import Provisioning
import Testing

@testable import Reporting

struct DebugRingTests {
  private func record(
    _ text: String, _ topic: RunTopic = .request, took: Duration? = nil, at time: Double = 0
  ) -> DebugRecord {
    DebugRecord(topic: topic, text: text, duration: took, at: Date(timeIntervalSince1970: time))
  }

  @Test func `the last records about these topics are shown, on a line each`() {
    var ring = DebugRing()
    ring.add(record("one\ntwo", took: .milliseconds(12)))
    ring.add(record("lock", .lock))
    var routine = record("routine")
    routine.isRoutine = true
    ring.add(routine)
    #expect(
      ring.lines(about: [.request], last: 50) == ["1970-01-01T00:00:00Z request one\\ntwo, 12 ms\n"]
    )
    #expect(ring.lines(about: [.request, .lock], last: 1) == ["1970-01-01T00:00:00Z lock lock\n"])
    #expect(ring.lines(about: [], last: 50) == [])
  }

  @Test func `a record that repeats itself takes one line`() {
    var ring = DebugRing()
    for second in 1...20 {
      ring.add(record("not sent", took: .milliseconds(second), at: Double(second)))
    }
    #expect(
      ring.lines(about: [.request], last: 50) == [
        "1970-01-01T00:00:01Z request not sent, 1 ms to 20 ms "
          + "(20 times, until 1970-01-01T00:00:20Z)\n"
      ])
  }

  @Test func `however much comes, only so much is kept`() {
    var ring = DebugRing()
    for number in 0..<1000 { ring.add(record("\(number)")) }
    let lines = ring.lines(about: [.request], last: .max)
    #expect(lines.count == DebugRing.mostRecords)
    #expect(lines.last?.hasSuffix(" 999\n") == true)
    for number in 0..<1000 {
      ring.add(record("\(number) " + String(repeating: "x", count: 10_000)))
    }
    #expect(
      ring.lines(about: [.request], last: .max).map(\.utf8.count).reduce(0, +) < DebugRing.mostBytes
        + 50 * DebugRing.mostRecords)
  }
}
