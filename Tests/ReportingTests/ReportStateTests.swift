import Bindings
import Effects
import Foundation
import Settings
import Testing

@testable import Provisioning
@testable import Reporting

struct ReportStateTests {
  private var state: ReportState { ReportState(RunResult(mode: .run)) }

  private func result(_ name: String) -> DeviceResult {
    DeviceResult(.unknown, EffectFailure(.unknown, "lost", key: name), name: name)
  }

  @Test func `of several reasons to stop the gravest stays, and the first of its kind`() {
    var state = state
    state.stop(.tryLater("first"))
    state.stop(.tryLater("second"))
    #expect(state.runResult.stop == .tryLater("first"))
    state.stop(.ledger("the disk is full"))
    state.stop(.unavailable("no answer"))
    #expect(state.runResult.stop == .ledger("the disk is full"))
  }

  @Test func `held results count as done until they are taken back`() {
    var state = state
    state.hold(result("a"))
    state.expect(.begins(count: 2))
    #expect(state.expected.total(done: 1) == 3)
    let held = state.takeHeld()
    #expect(held == [result("a")])
    #expect(state.held == [])
  }

  @Test func `of a long log the last lines are kept`() {
    var state = state
    for number in 1...(ReportState.logLimit + 2) { state.log("\(number)\n") }
    #expect(state.logged.count == ReportState.logLimit)
    #expect(state.logged.first == "3\n")
  }

  @Test func `an open problem is due once if nobody watches, and always if somebody does`() throws {
    let noon = Date(timeIntervalSince1970: 1_700_000_000)
    var first = state
    first.runResult.add(result("a"))
    let decided = first.decideDue(isWatched: false, now: noon)
    let notified = try #require(decided)
    #expect(first.runResult.due == [.unknown])
    for isWatched in [false, true] {
      var later = state
      later.notified = notified
      later.runResult.add(result("a"))
      let news = later.decideDue(isWatched: isWatched, now: noon + 900)
      #expect(news == nil)
      #expect(later.runResult.due == (isWatched ? nil : []))
    }
  }
}
