/// Which rows are asked for: all that fit every condition, in the order of their numbers, a page at a time.
package struct DeviceQuery: Hashable, Sendable {
  /// Nil for any.
  package var states: Set<DeviceState>?
  package var scope: Scope?
  /// Only rows behind this number.
  package var after: Int64 = 0
  package var limit: Int

  package init(states: Set<DeviceState>? = nil, scope: Scope? = nil, after: Int64 = 0, limit: Int = 1000) {
    self.states = states
    self.scope = scope
    self.after = after
    self.limit = limit
  }
}

extension LedgerStore {
  /// Hands on every row that fits, a page at a time.
  package func forEach(
    _ query: DeviceQuery, _ body: (DeviceRecord) async throws(LedgerError) -> Void
  ) async throws(LedgerError) {
    var query = query
    while true {
      let page = try await devices(query)
      for record in page { try await body(record) }
      guard let last = page.last, page.count == query.limit else { return }
      query.after = last.number
    }
  }

  /// Every row in a state; for states that few rows are in.
  package func devices(in state: DeviceState) async throws(LedgerError) -> [DeviceRecord] {
    var records: [DeviceRecord] = []
    try await forEach(DeviceQuery(states: [state])) { record throws(LedgerError) in records.append(record) }
    return records
  }
}
