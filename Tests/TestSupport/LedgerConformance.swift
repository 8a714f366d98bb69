package import Ledger
import Testing

/// What every ledger must do, whatever it keeps its rows in.
///
/// The names follow the contract of `LedgerStore`.
package struct LedgerConformance: Sendable {
  private let make: @Sendable () async throws -> any LedgerStore
  private let run = RunID("run-1")
  private let scope = Scope(baseURL: "https://api", project: "p")

  /// `make` returns an empty ledger.
  package init(_ make: @escaping @Sendable () async throws -> any LedgerStore) {
    self.make = make
  }

  package func check() async throws {
    try await aKeyIsBegunOnce()
    try await keysAreUniqueWithinTheirScopeOnly()
    try await onlyARejectedKeyIsBegunAgain()
    try await whatIsKeptAndConcludedComesBack()
    try await nothingIsConcludedThatIsNotBeingSent()
    try await oneOfManySendersWins()
  }

  private func ledger() async throws -> any LedgerStore {
    let ledger = try await make()
    try await ledger.start(RunRecord(id: run, script: "s.lua", scriptDigest: "d"))
    return ledger
  }

  private func intent(_ key: String, in scope: Scope? = nil) -> Intent {
    Intent(DeviceKey(key, in: scope ?? self.scope), name: "name of \(key)", request: Array("{\"a\":1}".utf8), run: run)
  }

  private func aKeyIsBegunOnce() async throws {
    let ledger = try await ledger()
    #expect(try await ledger.begin(intent("a")) == .begun)
    guard case .known(let record) = try await ledger.begin(intent("a")) else {
      Issue.record("the second begin of a key was granted")
      return
    }
    #expect(record.state == .sending)
    #expect(record.name == "name of a")
  }

  private func keysAreUniqueWithinTheirScopeOnly() async throws {
    let ledger = try await ledger()
    #expect(try await ledger.begin(intent("a")) == .begun)
    #expect(try await ledger.begin(intent("a", in: Scope(baseURL: "https://api", project: "q"))) == .begun)
    #expect(try await ledger.begin(intent("a", in: Scope(baseURL: "https://other", project: "p"))) == .begun)
  }

  private func onlyARejectedKeyIsBegunAgain() async throws {
    let outcomes: [(Outcome, mayBegin: Bool)] = [
      (.created(deviceID: "d"), false), (.unknown(reason: "r"), false), (.quarantined(reason: "r"), false),
      (.rejected(reason: "r"), true),
    ]
    for (outcome, mayBegin) in outcomes {
      let ledger = try await ledger()
      _ = try await ledger.begin(intent("a"))
      try await ledger.keep(RawResponse(status: 201, body: [1]), for: intent("a").key)
      let record = try await ledger.conclude(intent("a").key, as: outcome, by: run)
      #expect(record.state == outcome.state)
      #expect(try await ledger.begin(intent("a")) == (mayBegin ? .begun : .known(record)))
    }
  }

  private func whatIsKeptAndConcludedComesBack() async throws {
    let ledger = try await ledger()
    let key = intent("a").key
    #expect(try await ledger.device(key) == nil)
    _ = try await ledger.begin(intent("a"))
    let response = RawResponse(status: 201, body: [0, 0xFF, 0x7B])
    try await ledger.keep(response, for: key)
    #expect(try await ledger.device(key)?.response == response)
    #expect(try await ledger.devices(in: .sending).map(\.key) == [key])
    _ = try await ledger.conclude(key, as: .created(deviceID: "d-1"), by: run)
    let expected = DeviceRecord(
      key: key, state: .created, name: "name of a", request: Array("{\"a\":1}".utf8), response: response, deviceID: "d-1", run: run)
    #expect(try await ledger.device(key) == expected)
    #expect(try await ledger.devices(in: .created) == [expected])
    #expect(try await ledger.devices(in: .sending) == [])
    var record = RunRecord(id: run, script: "s.lua", scriptDigest: "d", arguments: ["site": "fra"], exitStatus: 0)
    record.moduleDigests = ["m": "e"]
    try await ledger.update(record)
    #expect(try await ledger.runs(last: 2) == [record])
  }

  private func nothingIsConcludedThatIsNotBeingSent() async throws {
    let ledger = try await ledger()
    let key = intent("a").key
    await #expect(throws: LedgerError.self) { try await ledger.keep(RawResponse(status: 201, body: []), for: key) }
    await #expect(throws: LedgerError.self) { _ = try await ledger.conclude(key, as: .unknown(reason: "r"), by: run) }
    _ = try await ledger.begin(intent("a"))
    _ = try await ledger.conclude(key, as: .unknown(reason: "r"), by: run)
    await #expect(throws: LedgerError.self) { _ = try await ledger.conclude(key, as: .rejected(reason: "r"), by: run) }
    #expect(try await ledger.device(key)?.state == .unknown)
  }

  private func oneOfManySendersWins() async throws {
    let ledger = try await ledger()
    let intent = intent("a")
    let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 { group.addTask { try await ledger.begin(intent) == .begun } }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(granted == 1)
  }
}
