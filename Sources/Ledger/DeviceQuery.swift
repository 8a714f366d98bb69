package import Foundation

/// Which rows are asked for: all that fit every condition, in the order of their numbers, a page at a time.
package struct DeviceQuery: Hashable, Sendable {
  /// Nil for any, as with every condition.
  package var states: Set<DeviceState>?
  package var baseURL: String?
  package var project: String?
  /// Rows that this run has changed.
  package var changedBy: RunID?
  /// Rows that have changed since then.
  package var changedSince: Date?
  /// Fits the key or the name.
  package var pattern: NamePattern?
  /// Only rows behind this number.
  package var after: Int64 = 0
  package var limit: Int

  package init(states: Set<DeviceState>? = nil, scope: Scope? = nil, after: Int64 = 0, limit: Int = 1000) {
    self.states = states
    baseURL = scope?.baseURL
    project = scope?.project
    self.after = after
    self.limit = limit
  }
}

extension DeviceQuery {
  /// Whether a row fits, as far as the row itself says.
  func fits(_ row: DeviceRecord) -> Bool {
    let name = pattern.map { $0.matches(row.key.key) || $0.matches(row.name) } ?? true
    return name && states?.contains(row.state) ?? true && baseURL ?? row.key.scope.baseURL == row.key.scope.baseURL
      && project ?? row.key.scope.project == row.key.scope.project && row.changedAt >= changedSince ?? row.changedAt
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

/// What names and keys are looked for by: `*` stands for any text, `?` for any one character, and all else for itself.
package struct NamePattern: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Whether the whole name fits; scalars are compared, so that two spellings of "é" stay two names.
  package func matches(_ name: String) -> Bool {
    let pattern = Array(text.unicodeScalars)
    let name = Array(name.unicodeScalars)
    var (atPattern, atName) = (0, 0)
    /// Where to go on when what follows the last star does not fit where it was tried.
    var star: (pattern: Int, name: Int)?
    while atName < name.count {
      if atPattern < pattern.count, pattern[atPattern] == "*" {
        star = (atPattern + 1, atName)
        atPattern += 1
      } else if atPattern < pattern.count, pattern[atPattern] == "?" || pattern[atPattern] == name[atName] {
        (atPattern, atName) = (atPattern + 1, atName + 1)
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        (atPattern, atName) = (last.pattern, last.name + 1)
      } else {
        return false
      }
    }
    return pattern[atPattern...].allSatisfy { $0 == "*" }
  }
}
