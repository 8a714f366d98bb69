package import Foundation

/// A question for rows: those that match every condition, in the order of their numbers, by pages.
package struct DeviceQuery: Hashable, Sendable {
  /// The states to match; nil matches any, as with every condition.
  package var states: Set<DeviceState>?
  package var baseURL: String?
  package var project: String?
  /// Matches rows that this run has changed.
  package var changedBy: RunID?
  /// Matches rows that have changed since then.
  package var changedSince: Date?
  /// Matches the key or the name.
  package var pattern: NamePattern?
  /// Matches only rows after this number.
  package var after: Int64 = 0
  /// How many rows a page has at most.
  package var limit: Int

  package init(
    states: Set<DeviceState>? = nil, scope: Scope? = nil, after: Int64 = 0, limit: Int = 1000
  ) {
    self.states = states
    baseURL = scope?.baseURL
    project = scope?.project
    self.after = after
    self.limit = limit
  }

  /// Whether a row matches; `changedBy`, `after` and `limit` are left to the ledger.
  func matches(_ row: DeviceRecord) -> Bool {
    let scope = row.key.scope
    if let states, !states.contains(row.state) { return false }
    if let baseURL, baseURL != scope.baseURL { return false }
    if let project, project != scope.project { return false }
    if let changedSince, row.changedAt < changedSince { return false }
    if let pattern { return pattern.matches(row.key.key) || pattern.matches(row.name) }
    return true
  }
}

/// A pattern for names and keys.
///
/// `*` stands for any text, `?` for any one character, and all else for itself.
package struct NamePattern: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Whether the pattern matches the whole name.
  ///
  /// Scalars are compared, so that two spellings of "é" stay two names.
  package func matches(_ name: String) -> Bool {
    let pattern = Array(text.unicodeScalars)
    let name = Array(name.unicodeScalars)
    var (atPattern, atName) = (0, 0)
    // Where to go on if what follows the last star does not match where it was tried.
    var star: (pattern: Int, name: Int)?
    while atName < name.count {
      let next = atPattern < pattern.count ? pattern[atPattern] : nil
      if next == "*" {
        star = (atPattern + 1, atName)
        atPattern += 1
      } else if next == "?" || next == name[atName] {
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

extension LedgerStore {
  /// Calls `body` with every row that matches; it reads a page at a time.
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
    try await forEach(DeviceQuery(states: [state])) { record throws(LedgerError) in
      records.append(record)
    }
    return records
  }
}
