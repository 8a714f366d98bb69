import Foundation
import Provisioning
import QubitroClient
import Synchronization
import Testing

@testable import Reporting

struct RunActivityTests {
  private static let topics: Set<RunTopic> = [.request, .wait, .look, .settling, .lock, .ledger]
  private static let start = Date(timeIntervalSince1970: 0)

  private func attempt(
    _ number: Int, isCreate: Bool = true, _ url: String = "http://a/v2/projects/p/devices"
  ) -> Attempt {
    Attempt(
      HTTPRequest(isCreate ? .post : .get, url, body: Array("secret".utf8)), number: number,
      isCreate: isCreate)
  }

  private func answer(_ status: Int, retryAfter: String? = nil) -> Exchange {
    .answered(HTTPResponse(status: status, retryAfter: retryAfter, body: Array("secret".utf8)))
  }

  @Test func `requests, retries, refusals and the answers of creates are counted`() throws {
    let activity = RunActivity()
    for milliseconds in 1...100 {
      activity.began(attempt(1))
      activity.ended(attempt(1), answer(201), after: .milliseconds(milliseconds))
    }
    activity.began(attempt(2))
    activity.ended(attempt(2), answer(429), after: .seconds(1))
    activity.began(attempt(1, isCreate: false))
    activity.ended(attempt(1, isCreate: false), .lost(reason: "reset"), after: .seconds(60))
    activity.began(attempt(1))
    let figures = activity.figures
    #expect(
      (figures.requests, figures.retries, figures.refusals, figures.answeredCreates) == (
        103, 1, 1, 101
      ))
    #expect(activity.reading.meter.inFlight == 1)
    let latency = try #require(figures.latency)
    for (found, expected) in [
      (latency.p50, 51.0), (latency.p90, 91), (latency.p99, 100), (latency.most, 1000),
    ] {
      #expect(
        abs(found / .milliseconds(1) - expected) <= expected / 50, "\(found), expected \(expected)")
    }
  }

  @Test func `what went well is not remembered, and of the rest neither a body nor a query`() {
    let activity = RunActivity(now: { Self.start })
    activity.ended(attempt(1), answer(201), after: .milliseconds(5))
    activity.ended(attempt(1), answer(400), after: .milliseconds(5))
    activity.ended(
      attempt(1, isCreate: false, "http://a/v2/x?key=secret"), answer(503, retryAfter: "7"),
      after: .milliseconds(5))
    activity.ended(attempt(2), .notSent(reason: "connection refused"), after: .milliseconds(5))
    #expect(
      activity.lines(about: Self.topics, last: 50) == [
        "1970-01-01T00:00:00Z request GET http://a/v2/x: HTTP 503, Retry-After 7, 5 ms\n",
        "1970-01-01T00:00:00Z request POST http://a/v2/projects/p/devices (attempt 2): "
          + "not sent (connection refused), 5 ms\n",
      ])
  }

  @Test func `a wait is reported once, however many creates it holds back, unless it is short`() {
    let reported = Mutex<[String]>([])
    let activity = RunActivity(
      reportingWaits: { text in reported.withLock { $0.append(text) } }, now: { Self.start })
    activity.holds(until: Self.start.addingTimeInterval(0.4))
    for _ in 1...8 { activity.holds(until: Self.start.addingTimeInterval(11.5)) }
    #expect(
      reported.withLock { $0 } == [
        "waiting 12 s: the API wants no request before 1970-01-01T00:00:11Z"
      ]
    )
    #expect(activity.reading.waiting?.until == Self.start.addingTimeInterval(11.5))
    #expect(activity.lines(about: [.wait], last: 50).count == 1)
  }
}
