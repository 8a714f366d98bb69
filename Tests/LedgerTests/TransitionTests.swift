import Foundation
import Ledger
import Testing

struct TransitionTests {
  private static let answer = RawResponse(status: 200, body: [1])
  private static let all: [Transition] = [
    .conclude(.created(deviceID: "d")), .conclude(.rejected(reason: "r")),
    .conclude(.unknown(reason: "r")),
    .settle(.adopted(deviceID: "d", response: answer)),
    .settle(.quarantined(deviceID: "d", reason: "r")),
    .settle(.absent(reason: "r")), .accept, .delete, .forget(reason: "r"),
  ]

  private func record(_ state: DeviceState) -> DeviceRecord {
    let key = DeviceKey("k", in: Scope(baseURL: "u", project: "p"))
    return DeviceRecord(
      number: 1, Intent(key, name: "n", request: [], run: RunID("r")), order: 1,
      sentAt: Date(timeIntervalSince1970: 0),
      state: state, response: Self.answer, reason: "before", looks: 3, needsPerson: true)
  }

  @Test func `a sending or unknown row is sent again only after proof that nothing is there`() {
    let toAnotherRequest = Self.all.filter { $0.target.mayBegin }
    let fromSending = toAnotherRequest.filter { $0.sources.contains(.sending) }
    let fromUnknown = toAnotherRequest.filter { $0.sources.contains(.unknown) }
    #expect(fromSending == [.conclude(.rejected(reason: "r"))])
    #expect(fromUnknown == [.settle(.absent(reason: "r")), .delete, .forget(reason: "r")])
  }

  @Test func `a device that exists is left only by deleting or forgetting it`() {
    for state in DeviceState.allCases where state.exists {
      let ways = Self.all.filter { $0.sources.contains(state) && !$0.target.exists }
      #expect(ways == [.delete, .forget(reason: "r")], "\(state)")
    }
  }

  @Test func `a move is made from its sources alone, and brings its end and its reason with it`() {
    for state in DeviceState.allCases {
      for move in Self.all {
        let after = record(state).after(move, at: Date(timeIntervalSince1970: 9))
        #expect((after != nil) == move.sources.contains(state), "\(state) \(move)")
        guard let after else { continue }
        let reason = move == .accept ? "before" : move.reason
        #expect(
          (after.state, after.reason, after.needsPerson, after.isAccepted) == (
            move.target, reason, false, move == .accept
          ))
        #expect(after.run == RunID("r"), "the run is the one that sent it")
      }
    }
  }

  @Test
  func `a state other than sending is reached from somewhere, and each is the end of some move`() {
    #expect(Set(Self.all.map(\.target)) == Set(DeviceState.allCases).subtracting([.sending]))
  }
}
