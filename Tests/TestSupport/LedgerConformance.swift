import Foundation
package import Ledger
import Testing

/// What every ledger must do, whatever it keeps its rows in.
///
/// The names follow the contract of `LedgerStore`.
package struct LedgerConformance: Sendable {
  private let make: @Sendable () async throws -> any LedgerStore
  let run = RunID("run-1")
  let scope = Scope(baseURL: "https://api", project: "p")
  let response = RawResponse(status: 201, body: [0, 0xFF, 0x7B])

  /// `make` returns an empty ledger.
  package init(_ make: @escaping @Sendable () async throws -> any LedgerStore) {
    self.make = make
  }

  package func check() async throws {
    try await aKeyIsBegunOnce()
    try await keysAreUniqueWithinTheirScopeOnly()
    try await onlyWhatMayBeginIsBegunAgain()
    try await whatIsKeptAndConcludedComesBack()
    try await movesAreMadeFromTheirSourcesOnly()
    try await whatIsAcceptedStaysSoUntilItMoves()
    try await oneOfManySendersWins()
    try await intentsHaveAnOrder()
    try await looksAreCounted()
    try await aDeletionMarksTheRowsThatExist()
    try await pagesAreWholeAndInOrder()
    try await aProjectIsLookedAtOnce()
    try await aLostIdBecomesForeign()
    try await whatIsThereAlreadyIsTaken()
    try await whatWasToldIsRemembered()
    try await runsAreKept()
    try await aFleetIsCounted()
    try await filtersNarrowAPage()
    try await everyChangeIsInTheLog()
    try await scopesAndNeighboursAreTold()
  }

  func ledger() async throws -> any LedgerStore {
    let ledger = try await make()
    try await ledger.start(RunRecord(id: run, script: "s.lua", scriptDigest: "d"))
    return ledger
  }

  func intent(_ key: String, in scope: Scope? = nil) -> Intent {
    Intent(
      DeviceKey(key, in: scope ?? self.scope), name: "name of \(key)",
      request: Array("{\"a\":1}".utf8), marker: "m", run: run)
  }

  /// Brings a key into a state, through legal moves only.
  func bring(_ key: String, into state: DeviceState, in ledger: any LedgerStore) async throws
    -> DeviceRecord
  {
    _ = try await ledger.begin(intent(key))
    let transitions: [Transition] =
      switch state {
      case .sending: []
      case .created: [.conclude(.created(deviceID: "id-\(key)"))]
      case .rejected: [.conclude(.rejected(reason: "no"))]
      case .unknown: [.conclude(.unknown(reason: "lost"))]
      case .adopted:
        [
          .conclude(.unknown(reason: "lost")),
          .settle(.adopted(deviceID: "id-\(key)", response: response)),
        ]
      case .quarantined:
        [
          .conclude(.unknown(reason: "lost")),
          .settle(.quarantined(deviceID: "id-\(key)", reason: "no token")),
        ]
      case .deleted: [.conclude(.created(deviceID: "id-\(key)")), .delete]
      case .forgotten: [.conclude(.rejected(reason: "no")), .forget(reason: "gone")]
      }
    if !transitions.isEmpty { try await ledger.recordResponse(response, for: intent(key).key) }
    for transition in transitions {
      try await ledger.transition(intent(key).key, transition, by: run)
    }
    return try #require(try await ledger.device(intent(key).key))
  }

  private func aKeyIsBegunOnce() async throws {
    let ledger = try await ledger()
    guard case .begun(let number) = try await ledger.begin(intent("a")),
      case .known(let record) = try await ledger.begin(intent("a"))
    else {
      Issue.record("the first begin of a key was refused, or the second granted")
      return
    }
    #expect(record.state == .sending)
    #expect(
      (record.number, record.name, record.marker, record.run) == (number, "name of a", "m", run))
  }

  private func keysAreUniqueWithinTheirScopeOnly() async throws {
    let ledger = try await ledger()
    var numbers: Set<Int64> = []
    for scope in [
      scope, Scope(baseURL: "https://api", project: "q"),
      Scope(baseURL: "https://other", project: "p"),
    ] {
      guard case .begun(let number) = try await ledger.begin(intent("a", in: scope)) else {
        Issue.record("\(scope)")
        continue
      }
      numbers.insert(number)
    }
    #expect(numbers.count == 3)
  }

  private func whatIsKeptAndConcludedComesBack() async throws {
    let ledger = try await ledger()
    let key = intent("a").key
    #expect(try await ledger.device(key) == nil)
    _ = try await ledger.begin(intent("a"))
    try await ledger.recordResponse(response, for: key)
    #expect(try await ledger.device(key)?.response == response)
    #expect(try await ledger.devices(in: .sending).map(\.key) == [key])
    let moved = try await ledger.transition(key, .conclude(.created(deviceID: "d-1")), by: run)
    #expect(
      (moved.state, moved.deviceID, moved.response, moved.request) == (
        .created, "d-1", response, Array("{\"a\":1}".utf8)
      ))
    #expect(try await ledger.device(key) == moved)
    #expect(try await ledger.devices(in: .created) == [moved])
    #expect(try await ledger.devices(in: .sending) == [])
  }

  private func oneOfManySendersWins() async throws {
    let ledger = try await ledger()
    let intent = intent("a")
    let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask {
          if case .begun = try await ledger.begin(intent) { return true }
          return false
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(granted == 1)
  }

  private func intentsHaveAnOrder() async throws {
    let ledger = try await ledger()
    let first = try await bring("a", into: .rejected, in: ledger)
    let second = try await bring("b", into: .created, in: ledger)
    let again = try await bring("a", into: .unknown, in: ledger)
    #expect(first.order < second.order && second.order < again.order)
    #expect(again.number == first.number)
  }

  private func pagesAreWholeAndInOrder() async throws {
    let ledger = try await ledger()
    for number in 0..<25 {
      _ = try await bring("k\(number)", into: number % 5 == 0 ? .rejected : .created, in: ledger)
    }
    var keys: [String] = []
    try await ledger.forEach(DeviceQuery(states: [.created], scope: scope, limit: 7)) { record in
      keys.append(record.key.key)
    }
    #expect(keys == (0..<25).filter { $0 % 5 != 0 }.map { "k\($0)" })
    let existing = try await ledger.existing(in: scope, after: 0, limit: 3)
    #expect(existing.map(\.deviceID) == ["id-k1", "id-k2", "id-k3"])
    let rest = try await ledger.existing(in: scope, after: existing[2].number, limit: 100)
    #expect(rest.first?.deviceID == "id-k4" && rest.count == 17)
    #expect(
      try await ledger.existing(in: Scope(baseURL: "https://api", project: "q"), after: 0, limit: 3)
        == [])
  }

  private func whatWasToldIsRemembered() async throws {
    let ledger = try await ledger()
    let told = Notified(digest: "1-a", at: Date(timeIntervalSince1970: 1_700_000_000.125))
    try await ledger.setNotified(["drift": told, "unknown": told], "s")
    try await ledger.setNotified(["drift": told], "other")
    #expect(try await ledger.lastNotified("s") == ["drift": told, "unknown": told])
    try await ledger.setNotified(["unknown": told], "s")
    #expect(try await ledger.lastNotified("s") == ["unknown": told])
    #expect(try await ledger.lastNotified("nobody") == [:])
    try await ledger.setHold(told.at, of: "https://api")
    #expect(try await ledger.hold(of: "https://api") == told.at)
    try await ledger.setHold(nil, of: "https://api")
    #expect(try await ledger.hold(of: "https://api") == nil)
  }
}
