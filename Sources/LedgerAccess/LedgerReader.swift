import Foundation
package import Ledger
import LedgerSQLite
package import Terminal

/// A ledger that is only looked at: without the lock, also while a run goes on.
package struct LedgerReader {
  /// How many rows are held at a time.
  static let pageSize = 1000

  package let path: String
  /// Nil where there is none yet, or an empty file.
  package let store: (any LedgerStore)?

  /// Opens the ledger at this path.
  package init(_ path: String) throws(HostError) {
    self.path = path
    do throws(LedgerError) {
      store = try SQLiteLedger(reading: path)
    } catch {
      throw HostError(error)
    }
  }

  /// The ledger, for whom there is nothing to say without one (66).
  package func required() throws(HostError) -> any LedgerStore {
    guard let store else { throw HostError(.noInput, "there is no ledger at \(path) yet") }
    return store
  }

  /// Hands on what fits, page by page, until `limit` rows have come or `body` wants no more; says after which row there is more.
  ///
  /// Nil where nothing is left.
  package func pages(
    _ query: DeviceQuery, limit: Int?, _ body: ([DeviceRecord]) throws(HostError) -> Bool
  ) async throws(HostError) -> Int64? {
    guard let store else { return nil }
    var query = query
    var rest = limit ?? .max
    while rest > 0 {
      query.limit = min(rest, Self.pageSize)
      let page = try await Self.asking { () throws(LedgerError) in try await store.devices(query) }
      guard let last = page.last else { return nil }
      guard try body(page) else { return nil }
      query.after = last.number
      rest -= page.count
      if page.count < query.limit { return nil }
    }
    query.limit = 1
    return try await Self.asking { () throws(LedgerError) in try await store.devices(query) }.isEmpty ? nil : query.after
  }

  /// An answer of the ledger, whose errors end a command with 74.
  package static func asking<Answer>(_ question: () async throws(LedgerError) -> Answer) async throws(HostError) -> Answer {
    do throws(LedgerError) {
      return try await question()
    } catch {
      throw HostError(error)
    }
  }
}
