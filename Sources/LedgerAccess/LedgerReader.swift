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

  /// Hands on what fits, page by page, until `limit` rows have come or `body` wants no more; says
  /// after which row there is more.
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
    return try await Self.asking { () throws(LedgerError) in try await store.devices(query) }
      .isEmpty ? nil : query.after
  }

  /// An answer of the ledger, whose errors end a command with 74.
  package static func asking<Answer>(_ question: () async throws(LedgerError) -> Answer)
    async throws(HostError) -> Answer
  {
    do throws(LedgerError) {
      return try await question()
    } catch {
      throw HostError(error)
    }
  }
}

/// What is done with a ledger as a whole: it is copied, and examined.
package struct LedgerUpkeep {
  private let path: String

  /// The ledger at a path.
  package init(of path: String) {
    self.path = path
  }

  /// Makes a copy that can be trusted, also while a run goes on; returns how many devices it holds,
  /// or nil if there is no ledger.
  ///
  /// Throws when the copy cannot be written (74).
  package func backUp(to destination: String) throws(HostError) -> Int? {
    do throws(LedgerError) {
      return try SQLiteBackup(to: destination).make(of: path)
    } catch {
      throw HostError(error)
    }
  }

  /// Reads all of it and says what is wrong, in at most about `limit` sentences.
  ///
  /// Throws when it cannot be read (74).
  package func examine(_ audit: RowAudit, upTo limit: Int) throws(HostError) -> AuditFinding {
    do throws(LedgerError) {
      return try SQLiteExamination(of: path).execute(audit, upTo: limit)
    } catch {
      throw HostError(error)
    }
  }
}

/// What a plan knows of earlier runs: their ledger, which it only reads, and whether that is what
/// they left.
package struct PlanLedger {
  /// An empty one when there is none yet.
  package let ledger: any LedgerStore
  package let provenance: LedgerProvenance

  /// Opens the ledger at a path, and makes nothing there.
  ///
  /// `wait` returns false if the run is to end meanwhile.
  package static func read(
    _ path: String, wait: (Duration) async -> Bool
  ) async throws(LedgerError) -> PlanLedger {
    let file = LedgerFile(path: path)
    let found = file.seal
    guard let ledger = try SQLiteLedger(reading: path) else {
      return PlanLedger(ledger: InMemoryLedger(), provenance: .asLeft)
    }
    var provenance = try await ledger.provenance(of: found, LockFile.note(beside: file))
    // A run that begins or ends just now changes first the file and then the note.
    if provenance == .broughtBack, await wait(.milliseconds(100)) {
      provenance = try await ledger.provenance(of: file.seal, LockFile.note(beside: file))
    }
    return PlanLedger(ledger: ledger, provenance: provenance)
  }
}

extension LedgerStore {
  fileprivate func provenance(of found: String?, _ note: LockNote?) async throws(LedgerError)
    -> LedgerProvenance
  {
    try await provenance(
      of: found, sealedAs: note?.seal, recorded: note?.recordedRun.map { RunID($0) })
  }
}

extension HostError {
  /// What the ledger cannot do ends a command with 74.
  package init(_ error: LedgerError) {
    self.init(.ioError, error.description)
  }
}
