import Foundation
import Ledger
import Testing

/// What people ask of a ledger, whatever it keeps its rows in.
extension LedgerConformance {
  func runsAreKept() async throws {
    let ledger = try await ledger()
    var record = RunRecord(
      id: run, script: "s.lua", scriptDigest: "d", arguments: ["site": "fra"], exitStatus: 0)
    record.moduleDigests = ["m": "e"]
    record.counts = ["created": 3]
    try await ledger.update(record)
    var kept = try #require(try await ledger.run(run))
    #expect(kept.startedAt != nil && kept.endedAt != nil)
    (kept.startedAt, kept.endedAt) = (nil, nil)
    #expect(kept == record)
    try await ledger.start(
      RunRecord(id: RunID("run-2"), command: "reconcile", script: "", scriptDigest: ""))
    #expect(try await ledger.runs(last: 2).map(\.id.description) == ["run-2", "run-1"])
    #expect(try await ledger.runs(last: 1).map(\.command) == ["reconcile"])
    #expect(
      try await ledger.runs(since: nil, before: nil, limit: 2).map(\.id.description) == [
        "run-2", "run-1",
      ])
    #expect(
      try await ledger.runs(since: nil, before: RunID("run-2"), limit: 2).map(\.id.description) == [
        "run-1"
      ])
    #expect(try await ledger.runs(since: .distantFuture, before: nil, limit: 2) == [])
    #expect(try await ledger.run(RunID("none")) == nil)
  }

  func aFleetIsCounted() async throws {
    let ledger = try await ledger()
    func start(_ id: String, _ jobID: String) async throws {
      try await ledger.start(
        RunRecord(id: RunID(id), script: "s.lua", scriptDigest: "d", jobID: jobID))
      #expect(try await ledger.run(RunID(id))?.jobID == jobID)
    }
    func make(_ key: String, _ run: String, _ transitions: Transition...) async throws {
      var intent = intent(key)
      intent.run = RunID(run)
      _ = try await ledger.begin(intent)
      try await ledger.recordResponse(response, for: intent.key)
      for transition in transitions {
        try await ledger.transition(intent.key, transition, by: self.run)
      }
    }
    func fleet(_ jobID: String, besides run: String) async throws -> Int {
      try await ledger.deviceCount(ofJob: jobID, besides: RunID(run))
    }
    #expect(try await fleet("s", besides: "none") == 0)
    for (run, subject) in [("s-1", "s"), ("s-2", "s"), ("t-1", "t")] {
      try await start(run, subject)
    }
    try await make("a", "s-1", .conclude(.created(deviceID: "a")))
    try await make(
      "b", "s-2", .conclude(.unknown(reason: "lost")),
      .settle(.adopted(deviceID: "b", response: response)))
    try await make("c", "s-2", .conclude(.created(deviceID: "c")))
    try await make("d", "s-2", .conclude(.rejected(reason: "no")))
    try await make("e", "t-1", .conclude(.created(deviceID: "e")))
    try await make("f", run.description, .conclude(.created(deviceID: "f")))
    #expect(try await fleet("s", besides: "s-1") == 2)
    #expect(try await fleet("s", besides: "s-2") == 1)
    #expect(try await fleet("s", besides: "s-3") == 3)
    #expect(try await fleet("t", besides: "t-1") == 0)
    #expect(
      try await fleet("", besides: "s-1") == 0, "runs without a subject have nothing in common")
    try await ledger.delete("c", in: scope, by: run)
    #expect(try await fleet("s", besides: "s-1") == 1)
    // Its last run is what counts.
    try await make("c", "t-1", .conclude(.created(deviceID: "c2")))
    #expect(try await fleet("s", besides: "s-1") == 1)
    #expect(try await fleet("t", besides: "s-1") == 2)
  }

  func filtersNarrowAPage() async throws {
    let ledger = try await ledger()
    let later = RunID("run-2")
    try await ledger.start(RunRecord(id: later, script: "s.lua", scriptDigest: "d"))
    let first = try await bring("door-1", into: .created, in: ledger)
    _ = try await bring("door-[2]", into: .rejected, in: ledger)
    _ = try await ledger.begin(intent("door-1", in: Scope(baseURL: "https://other", project: "q")))
    try await ledger.transition(first.key, .delete, by: later)
    func keys(_ change: (inout DeviceQuery) -> Void) async throws -> [String] {
      var query = DeviceQuery()
      change(&query)
      return try await ledger.devices(query).map { "\($0.key.scope.project) \($0.key.key)" }
    }
    #expect(try await keys { _ in } == ["p door-1", "p door-[2]", "q door-1"])
    #expect(try await keys { $0.project = "q" } == ["q door-1"])
    #expect(try await keys { $0.baseURL = "https://api" } == ["p door-1", "p door-[2]"])
    #expect(try await keys { $0.changedBy = later } == ["p door-1"])
    #expect(try await keys { $0.changedBy = RunID("none") } == [])
    #expect(try await keys { $0.pattern = NamePattern("door-[*") } == ["p door-[2]"])
    #expect(
      try await keys { $0.pattern = NamePattern("name of door-?") } == ["p door-1", "q door-1"])
    #expect(try await keys { $0.pattern = NamePattern("DOOR*") } == [])
    #expect(try await keys { $0.changedSince = .distantPast }.count == 3)
    #expect(try await keys { $0.changedSince = Date(timeIntervalSinceNow: 3600) } == [])
    #expect(try await keys { ($0.after, $0.limit) = (first.number, 1) } == ["p door-[2]"])
  }

  func everyChangeIsInTheLog() async throws {
    let ledger = try await ledger()
    let row = try await bring("a", into: .quarantined, in: ledger)
    try await ledger.transition(row.key, .accept, by: RunID("later"))
    let log = try await ledger.log(of: row.number, last: 10)
    #expect(log.map(\.to) == [.sending, .unknown, .quarantined, .quarantined])
    #expect(log.map(\.from) == [nil, .sending, .unknown, .quarantined])
    #expect(log.map(\.run.description) == ["run-1", "run-1", "run-1", "later"])
    #expect(log.map(\.reason) == [nil, "lost", "no token", "no token"])
    #expect(log.map(\.number) == log.map(\.number).sorted())
    #expect(try await ledger.log(of: row.number, last: 1) == log.suffix(1))
    #expect(try await ledger.log(of: 99, last: 1) == [])
  }

  func scopesAndNeighboursAreTold() async throws {
    let ledger = try await ledger()
    #expect(try await ledger.scopes() == [])
    let other = Scope(baseURL: "https://other", project: "a")
    for key in ["d", "b", "f", "h"] { _ = try await ledger.begin(intent(key)) }
    _ = try await ledger.begin(intent("e", in: other))
    #expect(try await ledger.scopes() == [scope, other])
    #expect(try await ledger.keys(around: "e", in: scope, count: 1) == ["d", "f"])
    #expect(try await ledger.keys(around: "f", in: scope, count: 9) == ["b", "d", "f", "h"])
    #expect(try await ledger.keys(around: "z", in: other, count: 2) == ["e"])
  }
}
