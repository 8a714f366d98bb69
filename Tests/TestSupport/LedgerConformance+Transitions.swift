import Ledger
import Testing

/// What may become of a row, and what of it then comes back.
extension LedgerConformance {
  func onlyWhatMayBeginIsBegunAgain() async throws {
    for state in DeviceState.allCases {
      let ledger = try await ledger()
      let record = try await bring("a", into: state, in: ledger)
      #expect(record.state == state)
      let result = try await ledger.begin(intent("a"))
      #expect(
        result == (state.mayBegin ? .begun(number: record.number) : .known(record)), "\(state)")
      if state.mayBegin {
        let again = try #require(try await ledger.device(intent("a").key))
        #expect(
          again.state == .sending && again.response == nil && again.deviceID == nil
            && again.reason == nil)
      }
    }
  }

  func movesAreMadeFromTheirSourcesOnly() async throws {
    let moves: [Transition] = [
      .conclude(.created(deviceID: "d")), .conclude(.rejected(reason: "r")),
      .conclude(.unknown(reason: "r", deviceID: "d")),
      .settle(.adopted(deviceID: "d", response: response)),
      .settle(.quarantined(deviceID: "d", reason: "r")),
      .settle(.absent(reason: "r")), .accept, .delete, .forget(reason: "r"),
    ]
    for state in DeviceState.allCases {
      for move in moves {
        let ledger = try await ledger()
        var before = try await bring("a", into: state, in: ledger)
        if state == .sending, move.target == .created {
          await #expect(throws: LedgerError.self) {
            try await ledger.transition(before.key, move, by: run)
          }
          try await ledger.recordResponse(response, for: before.key)
          before.response = response
        }
        if move.sources.contains(state) {
          let after = try await ledger.transition(before.key, move, by: run)
          #expect(after == before.after(move, at: after.changedAt), "\(state) \(move)")
          #expect(try await ledger.device(before.key) == after)
        } else {
          let error = await #expect(throws: LedgerError.self) {
            try await ledger.transition(before.key, move, by: run)
          }
          #expect(error?.kind == .conflict, "\(state) \(move)")
          #expect(try await ledger.device(before.key) == before)
        }
      }
      guard state != .sending else { continue }
      let ledger = try await ledger()
      let before = try await bring("a", into: state, in: ledger)
      await #expect(throws: LedgerError.self) {
        try await ledger.recordResponse(response, for: before.key)
      }
    }
  }

  func whatIsAcceptedStaysSoUntilItMoves() async throws {
    let ledger = try await ledger()
    let before = try await bring("a", into: .quarantined, in: ledger)
    #expect(!before.isAccepted)
    let accepted = try await ledger.transition(before.key, .accept, by: run)
    #expect(
      (accepted.isAccepted, accepted.state, accepted.reason, accepted.deviceID) == (
        true, .quarantined, "no token", "id-a"
      ))
    #expect(try await ledger.device(before.key) == accepted)
    try await ledger.transition(before.key, .delete, by: run)
    #expect(try await ledger.device(before.key)?.isAccepted == false)
    _ = try await ledger.begin(intent("a"))
    #expect(try await ledger.device(before.key)?.isAccepted == false)
  }

  func looksAreCounted() async throws {
    let ledger = try await ledger()
    let record = try await bring("a", into: .unknown, in: ledger)
    try await ledger.noteUnsettled(
      for: record.key, reason: "not yet", isCounted: true, needsPerson: false)
    try await ledger.noteUnsettled(
      for: record.key, reason: "too young", isCounted: false, needsPerson: false)
    try await ledger.noteUnsettled(
      for: record.key, reason: "two of them", isCounted: true, needsPerson: true)
    let after = try #require(try await ledger.device(record.key))
    #expect(
      (after.looks, after.reason, after.needsPerson, after.state) == (
        2, "two of them", true, .unknown
      ))
    let adopted = try await ledger.transition(
      record.key, .settle(.adopted(deviceID: "d", response: response)), by: run)
    #expect((adopted.needsPerson, adopted.reason) == (false, nil))
    await #expect(throws: LedgerError.self) {
      try await ledger.noteUnsettled(
        for: record.key, reason: "r", isCounted: true, needsPerson: false)
    }
  }

  func aDeletionMarksTheRowsThatExist() async throws {
    let ledger = try await ledger()
    for (key, state) in [
      ("a", DeviceState.created), ("b", .quarantined), ("c", .rejected), ("d", .adopted),
    ] {
      _ = try await bring(key, into: state, in: ledger)
    }
    let other = Scope(baseURL: "https://api", project: "q")
    try await ledger.delete("id-a", in: other, by: run)
    #expect(try await ledger.devices(in: .deleted) == [])
    try await ledger.delete("id-a", in: scope, by: run)
    #expect(try await ledger.devices(in: .deleted).map(\.key.key) == ["a"])
    try await ledger.delete(nil, in: scope, by: run)
    #expect(try await ledger.devices(in: .deleted).map(\.key.key) == ["a", "b", "d"])
    #expect(try await ledger.devices(in: .rejected).map(\.key.key) == ["c"])
  }
}
