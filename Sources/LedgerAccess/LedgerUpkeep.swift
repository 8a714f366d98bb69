package import Ledger
import LedgerSQLite
package import Terminal

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
