import Foundation
import GRDB
package import Ledger

/// Checks a ledger's file against the rules of SQLite and of the ledger.
///
/// It reads one snapshot of the file, so that a run may go on meanwhile.
package struct SQLiteExamination {
  private let path: String

  /// An examination of the file at a path.
  package init(of path: String) {
    self.path = path
  }

  /// Reads the whole file and says what is wrong; it stops at about `limit` sentences.
  package func execute(_ audit: RowAudit, upTo limit: Int) throws(LedgerError) -> AuditFinding {
    do {
      let original = try SQLiteLedger.readOnly(path)
      var finding = AuditFinding()
      finding.violations = try original.read { db in try Self.fileFaults(db) }
      // The rows of a damaged file would only mislead.
      guard finding.violations.isEmpty else { return finding }
      try Schema.check(original, path: path)
      try Schema.current(original).read { db in
        finding.violations += try Self.sharedIDs(db)
        try Self.audit(audit, db, upTo: limit, &finding)
      }
      return finding
    } catch {
      throw LedgerError(in: path, error)
    }
  }

  private static func fileFaults(_ db: Database) throws -> [String] {
    let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    let foreign = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
      "table \(row[0] as String): row \(row[1] as Int64? ?? 0) "
        + "names a row of table \(row[2] as String) that is not there"
    }
    return integrity.map { "the file is damaged: \($0)" } + foreign
  }

  private static func sharedIDs(_ db: Database) throws -> [String] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT project, device_id, group_concat(id, ', ') FROM device
        WHERE device_id IS NOT NULL AND state IN ('created', 'adopted', 'quarantined')
        GROUP BY base_url, project, device_id HAVING count(*) > 1
        """
    ).map {
      "device \($0[1] as String) of project \($0[0] as String) "
        + "belongs to more than one row: \($0[2] as String)"
    }
  }

  /// Reads the rows and their log side by side, so that the memory does not grow with the ledger.
  private static func audit(
    _ audit: RowAudit, _ db: Database, upTo limit: Int, _ finding: inout AuditFinding
  ) throws {
    let rows = try DeviceRow.cursor(db)
    let log = try TransitionRow.cursor(db)
    var next = try log.next()
    while let row = try rows.next(), finding.violations.count < limit {
      var changes: [TransitionRecord] = []
      while let change = next, change.device <= row.number {
        if change.device == row.number { changes.append(change.record) }
        next = try log.next()
      }
      finding.devices += 1
      if row.state == .sending { finding.sending += 1 }
      finding.violations += audit.violations(of: row, changes)
    }
  }
}
