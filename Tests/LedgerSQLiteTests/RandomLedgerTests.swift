import Foundation
import Ledger
import LedgerSQLite
import TestSupport
import Testing

/// Both ledgers do the same, whatever is asked of them in whatever order.
struct RandomLedgerTests {
  @Test func `random calls come to the same in memory and in SQLite`() async throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryDirectory()
    let clock: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_700_000_000) }
    let memory = InMemoryLedger(now: clock)
    let sqlite = try SQLiteLedger(path: folder.file("ledger.sqlite"), now: clock)
    let run = RunID("r")
    for ledger in [memory, sqlite] as [any LedgerStore] {
      try await ledger.start(RunRecord(id: run, script: "s", scriptDigest: "d"))
    }
    for step in 0..<600 {
      let call = RandomCall(&generator)
      let expected = await call.result(on: memory, by: run)
      let actual = await call.result(on: sqlite, by: run)
      #expect(expected == actual, "seed \(seed), step \(step): \(call)")
    }
    for state in DeviceState.allCases {
      // The place of an intent is a number of each ledger's own; only its order counts.
      let (expected, actual) = (
        try await memory.devices(in: state), try await sqlite.devices(in: state)
      )
      #expect(expected.map(Self.withoutOrder) == actual.map(Self.withoutOrder), "seed \(seed)")
      #expect(Self.ranks(expected) == Self.ranks(actual), "seed \(seed)")
    }
  }

  static func withoutOrder(_ record: DeviceRecord) -> DeviceRecord {
    var record = record
    record.order = 0
    return record
  }

  private static func ranks(_ records: [DeviceRecord]) -> [Int64] {
    records.sorted { $0.order < $1.order }.map(\.number)
  }
}

/// One call of a ledger with arguments from small sets, so that calls meet.
private enum RandomCall: Sendable {
  case begin(Intent)
  case recordResponse(DeviceKey)
  case move(DeviceKey, Transition)
  case look(DeviceKey, needsPerson: Bool)
  case delete(String?, Scope)
  case addForeign([ForeignDevice], Scope)
  case removeForeign([String]?, Scope)
  case owners(Scope)
  case existing(Scope)

  private static let answer = RawResponse(status: 201, body: [1, 2])

  init(_ generator: inout SeededGenerator) {
    func pick<T>(_ values: [T]) -> T { values.randomElement(using: &generator) ?? values[0] }
    let scope = Scope(baseURL: "u", project: pick(["p", "q"]))
    let key = DeviceKey(pick(["a", "b", "c", "cafe\u{301}", "caf\u{E9}"]), in: scope)
    let id = pick(["1", "2", "3"])
    switch Int.random(in: 0..<12, using: &generator) {
    case 0...3: self = .begin(Intent(key, name: pick(["n", "m"]), request: [7], run: RunID("r")))
    case 4: self = .recordResponse(key)
    case 5...7:
      self = .move(
        key,
        pick([
          .conclude(.created(deviceID: id)), .conclude(.rejected(reason: "r")),
          .conclude(.unknown(reason: "u", deviceID: id)),
          .conclude(.unknown(reason: "u")), .settle(.adopted(deviceID: id, response: Self.answer)),
          .settle(.quarantined(deviceID: id, reason: "q")), .settle(.absent(reason: "a")), .accept,
          .forget(reason: "f"),
        ]))
    case 8: self = .look(key, needsPerson: pick([true, false]))
    case 9: self = pick([.delete(id, scope), .delete(nil, scope)])
    case 10:
      self = pick([
        .addForeign([ForeignDevice(id: id, name: pick(["n", nil]))], scope),
        .removeForeign([id], scope),
        .removeForeign(nil, scope),
      ])
    default: self = pick([.owners(scope), .existing(scope)])
    }
  }

  /// What the call answers, in words; where a created row would have no answer, one is kept before.
  func result(on ledger: any LedgerStore, by run: RunID) async -> String {
    do {
      switch self {
      case .begin(let intent):
        switch try await ledger.begin(intent) {
        case .begun(let number): return "begun \(number)"
        case .known(let record): return "\(RandomLedgerTests.withoutOrder(record))"
        }
      case .recordResponse(let key):
        return "\(try await ledger.recordResponse(Self.answer, for: key))"
      case .move(let key, let move):
        if move.target == .created { try await ledger.recordResponse(Self.answer, for: key) }
        return "\(RandomLedgerTests.withoutOrder(try await ledger.transition(key, move, by: run)))"
      case .look(let key, let needsPerson):
        try await ledger.noteUnsettled(
          for: key, reason: "look", isCounted: needsPerson, needsPerson: needsPerson)
        return "noted"
      case .delete(let id, let scope): return "\(try await ledger.delete(id, in: scope, by: run))"
      case .addForeign(let devices, let scope):
        return "\(try await ledger.addForeign(devices, in: scope))"
      case .removeForeign(let ids, let scope):
        return "\(try await ledger.removeForeign(ids, in: scope))"
      case .owners(let scope):
        let owners = try await ledger.owners(of: ["1", "2", "3"], in: scope)
        return owners.map { id, owner in
          if case .owned(_, _, let exists) = owner { return "\(id) owned \(exists)" }
          return "\(id) foreign"
        }.sorted().joined(separator: ";")
          + " \(try await ledger.foreign(named: "n", in: scope).map(\.id))"
      case .existing(let scope):
        let rows = try await ledger.existing(in: scope, after: 0, limit: 10)
        return "\(rows.map { "\($0.number) \($0.deviceID)" })"
      }
    } catch {
      return error.kind.rawValue
    }
  }
}
