package import Foundation
import Synchronization

/// A ledger that ends with the process: for plans, which keep nothing, and for tests of scripts.
package final class InMemoryLedger: LedgerStore {
  private let state = Mutex(State())
  private let now: @Sendable () -> Date

  package init(now: @escaping @Sendable () -> Date = { Date() }) {
    self.now = now
  }

  package func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    state.withLock { state in
      let place = Place(intent.key.key, intent.key.scope)
      let known = state.numbers[place].map { state.rows[$0] }
      if let known, !known.state.mayBegin { return .known(known) }
      state.intents += 1
      let number = known?.number ?? Int64(state.rows.count + 1)
      let record = DeviceRecord(number: number, intent, order: state.intents, sentAt: now())
      Self.put(record, over: known, at: place, by: intent.run, in: &state)
      return .begun(number: number)
    }
  }

  package func keep(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError) {
    try change(key) { record in
      guard record.state == .sending else { return nil }
      record.response = response
      record.changedAt = now()
      return record
    }
  }

  @discardableResult
  package func move(_ key: DeviceKey, _ transition: Transition, by run: RunID) async throws(LedgerError) -> DeviceRecord {
    try change(key, by: run) { record in record.after(transition, at: now()) }
  }

  package func take(_ intent: Intent, as settlement: Settlement) async throws(LedgerError) -> DeviceRecord {
    let taken: DeviceRecord? = state.withLock { state in
      let place = Place(intent.key.key, intent.key.scope)
      let known = state.numbers[place].map { state.rows[$0] }
      let number = known?.number ?? Int64(state.rows.count + 1)
      guard let record = DeviceRecord(number: number, taking: intent, as: settlement, at: now()), known?.state.mayBegin ?? true,
        !state.rows.contains(where: { $0.key.scope == intent.key.scope && $0.deviceID == record.deviceID && $0.number != number })
      else { return nil }
      Self.put(record, over: known, at: place, by: intent.run, in: &state)
      if let id = record.deviceID { Self.remove(id, in: intent.key.scope, from: &state) }
      return record
    }
    guard let taken else { throw .conflict(over: intent.key) }
    return taken
  }

  package func noteLook(for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool) async throws(LedgerError) {
    try change(key) { record in
      guard record.state == .unknown else { return nil }
      record.looks += isCounted ? 1 : 0
      (record.reason, record.needsPerson) = (reason, needsPerson)
      return record
    }
  }

  package func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError) {
    state.withLock { state in
      for index in state.rows.indices where state.rows[index].key.scope == scope {
        guard deviceID == nil || state.rows[index].deviceID == deviceID else { continue }
        guard let after = state.rows[index].after(.delete, at: now()) else { continue }
        state.log(state.rows[index].state, to: after, by: run)
        state.rows[index] = after
      }
    }
  }

  package func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? {
    state.withLock { state in state.numbers[Place(key.key, key.scope)].map { state.rows[$0] } }
  }

  package func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord] {
    state.withLock { state in
      let logs = state.logs
      let fitting = state.rows.lazy.dropFirst(Int(query.after)).filter { row in
        query.fits(row) && (query.changedBy.map { run in logs[Int(row.number) - 1].contains { $0.run == run } } ?? true)
      }
      return Array(fitting.prefix(query.limit))
    }
  }

  package func log(of number: Int64, last count: Int) async throws(LedgerError) -> [TransitionRecord] {
    state.withLock { state in
      number >= 1 && number <= Int64(state.logs.count) ? Array(state.logs[Int(number) - 1].suffix(count)) : []
    }
  }

  package func scopes() async throws(LedgerError) -> [Scope] {
    state.withLock { state in
      Set(state.rows.map(\.key.scope)).sorted { ($0.baseURL, $0.project) < ($1.baseURL, $1.project) }
    }
  }

  package func keys(around key: String, in scope: Scope, count: Int) async throws(LedgerError) -> [String] {
    func isBefore(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
    let keys = state.withLock { state in state.rows.filter { $0.key.scope == scope }.map(\.key.key) }.sorted(by: isBefore)
    return Array(keys.filter { isBefore($0, key) }.suffix(count) + keys.filter { !isBefore($0, key) }.prefix(count))
  }

  package func existing(in scope: Scope, after number: Int64, limit: Int) async throws(LedgerError) -> [ExistingDevice] {
    state.withLock { state in
      let existing = state.rows.lazy.dropFirst(Int(number)).filter { $0.key.scope == scope && $0.state.exists }
        .compactMap { row in row.deviceID.map { ExistingDevice(number: row.number, order: row.order, deviceID: $0) } }
      return Array(existing.prefix(limit))
    }
  }

  package func owners(of deviceIDs: [String], in scope: Scope) async throws(LedgerError) -> [String: Ownership] {
    let wanted = Set(deviceIDs)
    return state.withLock { state in
      var owners: [String: Ownership] = [:]
      for id in wanted {
        if let device = state.foreign[Place(id, scope)] { owners[id] = .foreign(isTaken: device.name != nil) }
      }
      for row in state.rows where row.key.scope == scope {
        guard let id = row.deviceID, wanted.contains(id) else { continue }
        owners[id] = .owned(number: row.number, order: row.order, exists: row.state.exists)
      }
      return owners
    }
  }

  package func look(at scope: Scope) async throws(LedgerError) -> ProjectLook? {
    state.withLock { $0.looks[scope] }
  }

  package func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError) {
    state.withLock { $0.looks[scope] = look }
  }

  package func forgetLooks(evenWaived: Bool) async throws(LedgerError) {
    state.withLock { state in
      state.looks = state.looks.filter { look in
        if case .waived = look.value { !evenWaived } else { false }
      }
    }
  }

  package func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError) {
    state.withLock { state in
      for device in devices { Self.add(device, in: scope, to: &state) }
    }
  }

  package func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError) {
    state.withLock { state in
      let ids = deviceIDs ?? state.foreign.filter { $0.key.scope == scope && $0.value.name != nil }.map(\.value.id)
      for id in ids { Self.remove(id, in: scope, from: &state) }
    }
  }

  package func foreign(named name: String, in scope: Scope) async throws(LedgerError) -> [ForeignDevice] {
    state.withLock { state in
      (state.taken[Place(name, scope)] ?? []).sorted().map { ForeignDevice(id: $0, name: name) }
    }
  }

  package func hold(of baseURL: String) async throws(LedgerError) -> Date? {
    state.withLock { $0.holds[baseURL] }
  }

  package func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) {
    state.withLock { $0.holds[baseURL] = until }
  }

  package func told(_ subject: String) async throws(LedgerError) -> [String: Told] {
    state.withLock { $0.told[subject] ?? [:] }
  }

  package func setTold(_ told: [String: Told], _ subject: String) async throws(LedgerError) {
    state.withLock { $0.told[subject] = told }
  }

  package func start(_ run: RunRecord) async throws(LedgerError) {
    state.withLock { state in
      var run = run
      run.startedAt = now()
      state.runs.append(run)
    }
  }

  package func update(_ run: RunRecord) async throws(LedgerError) {
    state.withLock { state in
      guard let index = state.runs.firstIndex(where: { $0.id == run.id }) else { return }
      var run = run
      run.startedAt = state.runs[index].startedAt
      if run.exitStatus != nil { run.endedAt = now() }
      state.runs[index] = run
    }
  }

  package func run(_ id: RunID) async throws(LedgerError) -> RunRecord? {
    state.withLock { $0.runs.first { $0.id == id } }
  }

  package func runs(last count: Int) async throws(LedgerError) -> [RunRecord] {
    state.withLock { Array($0.runs.reversed().prefix(count)) }
  }

  package func runs(since: Date?, before run: RunID?, limit: Int) async throws(LedgerError) -> [RunRecord] {
    state.withLock { state in
      let end = run.map { run in state.runs.firstIndex { $0.id == run } ?? 0 } ?? state.runs.count
      let fitting = state.runs[..<end].reversed().filter { run in since.map { run.startedAt ?? .distantPast >= $0 } ?? true }
      return Array(fitting.prefix(limit))
    }
  }

  package func fleet(of subject: String, besides run: RunID) async throws(LedgerError) -> Int {
    state.withLock { state in
      let runs = Set(state.runs.filter { !subject.isEmpty && $0.subject == subject && $0.id != run }.map(\.id))
      return state.rows.count { runs.contains($0.run) && ($0.state == .created || $0.state == .adopted) }
    }
  }

  @discardableResult
  private func change(
    _ key: DeviceKey, by run: RunID? = nil, _ body: (inout DeviceRecord) -> DeviceRecord?
  ) throws(LedgerError) -> DeviceRecord {
    let changed: DeviceRecord? = state.withLock { state in
      guard let index = state.numbers[Place(key.key, key.scope)] else { return nil }
      var record = state.rows[index]
      guard let after = body(&record) else { return nil }
      if let run { state.log(state.rows[index].state, to: after, by: run) }
      state.rows[index] = after
      return after
    }
    guard let changed else { throw .conflict(over: key) }
    return changed
  }
}
