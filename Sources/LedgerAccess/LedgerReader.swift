import Foundation
package import Ledger
import LedgerSQLite
package import Terminal

/// Reads a ledger without its lock, also while a run changes it.
package struct LedgerReader {
  /// The most rows to hold in memory at a time.
  private static let pageSize = 1000

  package let path: String
  /// Nil if there is no ledger yet, and if its file is empty.
  package let store: (any LedgerStore)?

  /// Opens the ledger at a path; throws 74 if it cannot be read.
  package init(_ path: String) throws(HostError) {
    self.path = path
    do throws(LedgerError) {
      store = try SQLiteLedger(reading: path)
    } catch {
      throw HostError(error)
    }
  }

  /// The ledger; throws 66 if there is none.
  package func required() throws(HostError) -> any LedgerStore {
    guard let store else { throw HostError(.noInput, "there is no ledger at \(path) yet") }
    return store
  }

  /// Gives the rows of a query to `body`, one page at a time, until there are `limit` of them or
  /// `body` returns false.
  ///
  /// Returns the number of the last row if `limit` has left out others, and else nil.
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

  /// Asks the ledger; an error of the ledger ends the command with 74.
  package static func asking<Answer>(
    _ question: () async throws(LedgerError) -> Answer
  ) async throws(HostError) -> Answer {
    do throws(LedgerError) {
      return try await question()
    } catch {
      throw HostError(error)
    }
  }
}

extension HostError {
  /// The error of a command that the ledger has failed: 74.
  package init(_ error: LedgerError) {
    self.init(.ioError, error.description)
  }
}

/// The ledger of earlier runs as a plan reads it.
package struct PlanLedger {
  /// An empty one if there is no ledger yet.
  package let ledger: any LedgerStore
  /// Whether the file is as the last run left it.
  package let provenance: LedgerProvenance

  /// Opens the ledger at a path, and creates nothing there.
  ///
  /// `wait` returns false if the run ends during the wait.
  package static func read(
    _ path: String, wait: (Duration) async -> Bool
  ) async throws(LedgerError) -> PlanLedger {
    let file = LedgerFile(path: path)
    let found = file.seal
    guard let ledger = try SQLiteLedger(reading: path) else {
      return PlanLedger(ledger: InMemoryLedger(), provenance: .asLeft)
    }
    var provenance = try await ledger.provenance(of: found, LockFile.note(beside: file))
    // A run that begins or ends at this moment changes the file before it changes the note.
    if provenance == .broughtBack, await wait(.milliseconds(100)) {
      provenance = try await ledger.provenance(of: file.seal, LockFile.note(beside: file))
    }
    return PlanLedger(ledger: ledger, provenance: provenance)
  }
}

extension LedgerStore {
  fileprivate func provenance(
    of found: String?, _ note: LockNote?
  ) async throws(LedgerError) -> LedgerProvenance {
    try await provenance(
      of: found, sealedAs: note?.seal, recorded: note?.recordedRun.map { RunID($0) })
  }
}

/// What commands do with a ledger as a whole: they copy it and examine it.
package struct LedgerUpkeep {
  private let path: String

  /// The ledger at a path.
  package init(of path: String) {
    self.path = path
  }

  /// Makes a consistent copy, also while a run goes on; returns the number of its devices, or nil
  /// if there is no ledger.
  ///
  /// Throws 74 if the copy cannot be written.
  package func backUp(to destination: String) throws(HostError) -> Int? {
    do throws(LedgerError) {
      return try SQLiteBackup(to: destination).make(of: path)
    } catch {
      throw HostError(error)
    }
  }

  /// Reads the whole ledger and returns what is wrong with it, in about `limit` sentences at most.
  ///
  /// Throws 74 if the ledger cannot be read.
  package func examine(_ audit: RowAudit, upTo limit: Int) throws(HostError) -> AuditFinding {
    do throws(LedgerError) {
      return try SQLiteExamination(of: path).execute(audit, upTo: limit)
    } catch {
      throw HostError(error)
    }
  }
}
