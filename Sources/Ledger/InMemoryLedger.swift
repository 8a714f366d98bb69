package import Foundation
import Synchronization

/// A ledger that ends with the process: for plans, which keep nothing, and for tests of scripts.
package final class InMemoryLedger: LedgerStore {
  let state = Mutex(State())
  let now: @Sendable () -> Date

  package init(now: @escaping @Sendable () -> Date = { Date() }) {
    self.now = now
  }

  package func begin(_ intent: Intent) async throws(LedgerError) -> BeginResult {
    state.withLock { state in
      let known = state.row(of: intent.key)
      if let known, !known.state.mayBegin { return .known(known) }
      state.intentCount += 1
      let number = state.number(over: known)
      let record = DeviceRecord(
        number: number, intent, order: state.intentCount, sentAt: now())
      state.put(record, over: known)
      return .begun(number: number)
    }
  }

  package func recordResponse(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError)
  {
    try change(key) { record in
      guard record.state == .sending else { return nil }
      var record = record
      record.response = response
      record.changedAt = now()
      return record
    }
  }

  @discardableResult
  package func transition(
    _ key: DeviceKey, _ transition: Transition, by run: RunID
  ) async throws(LedgerError) -> DeviceRecord {
    try change(key, by: run) { record in record.after(transition, at: now()) }
  }

  package func adoptExisting(
    _ intent: Intent, as settlement: Settlement
  ) async throws(LedgerError) -> DeviceRecord {
    let scope = intent.key.scope
    let adopted: DeviceRecord? = state.withLock { state in
      let known = state.row(of: intent.key)
      let number = state.number(over: known)
      guard known?.state.mayBegin ?? true,
        let record = DeviceRecord(number: number, taking: intent, as: settlement, at: now())
      else { return nil }
      let isOwned = state.rows.contains {
        $0.key.scope == scope && $0.deviceID == record.deviceID && $0.number != number
      }
      if isOwned { return nil }
      state.put(record, over: known)
      if let id = record.deviceID { state.removeForeign(id, in: scope) }
      return record
    }
    guard let adopted else { throw .conflict(over: intent.key) }
    return adopted
  }

  package func noteUnsettled(
    for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool
  ) async throws(LedgerError) {
    try change(key) { record in
      guard record.state == .unknown else { return nil }
      var record = record
      record.looks += isCounted ? 1 : 0
      (record.reason, record.needsPerson) = (reason, needsPerson)
      return record
    }
  }

  package func delete(
    _ deviceID: String?, in scope: Scope, by run: RunID
  ) async throws(LedgerError) {
    state.withLock { state in
      for row in state.rows where row.key.scope == scope {
        guard deviceID == nil || row.deviceID == deviceID else { continue }
        if let after = row.after(.delete, at: now()) { state.change(to: after, by: run) }
      }
    }
  }

  /// Replaces the row of a key by what `body` makes of it, or throws `conflict` if that is nil.
  ///
  /// The log gets an entry if there is a run that changes the row's state.
  @discardableResult
  private func change(
    _ key: DeviceKey, by run: RunID? = nil, _ body: (DeviceRecord) -> DeviceRecord?
  ) throws(LedgerError) -> DeviceRecord {
    let changed: DeviceRecord? = state.withLock { state in
      guard let after = state.row(of: key).flatMap(body) else { return nil }
      if let run {
        state.change(to: after, by: run)
      } else {
        state.rows[Int(after.number) - 1] = after
      }
      return after
    }
    guard let changed else { throw .conflict(over: key) }
    return changed
  }

  package func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? {
    state.withLock { $0.row(of: key) }
  }

  package func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord] {
    state.withLock { state in
      let logs = state.logs
      let matching = state.rows.lazy.dropFirst(Int(query.after)).filter { row in
        guard query.matches(row) else { return false }
        guard let run = query.changedBy else { return true }
        return logs[Int(row.number) - 1].contains { $0.run == run }
      }
      return Array(matching.prefix(query.limit))
    }
  }

  package func log(
    of number: Int64, last count: Int
  ) async throws(LedgerError) -> [TransitionRecord] {
    state.withLock { state in
      guard number >= 1, number <= Int64(state.logs.count) else { return [] }
      return Array(state.logs[Int(number) - 1].suffix(count))
    }
  }

  package func scopes() async throws(LedgerError) -> [Scope] {
    let scopes = state.withLock { state in Set(state.rows.map(\.key.scope)) }
    return scopes.sorted { ($0.baseURL, $0.project) < ($1.baseURL, $1.project) }
  }

  package func keys(
    around key: String, in scope: Scope, count: Int
  ) async throws(LedgerError) -> [String] {
    func isBefore(_ one: String, _ other: String) -> Bool {
      one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    let rows = state.withLock { state in state.rows.filter { $0.key.scope == scope } }
    let keys = rows.map(\.key.key).sorted(by: isBefore)
    let before = keys.filter { isBefore($0, key) }
    let others = keys.filter { !isBefore($0, key) }
    return Array(before.suffix(count) + others.prefix(count))
  }
}
