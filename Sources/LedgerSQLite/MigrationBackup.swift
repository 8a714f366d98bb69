import Foundation
import GRDB

/// What is kept of a ledger before a newer version of the program changes its tables: a copy beside it, with the schema's version in its name.
struct MigrationBackup {
  /// How many copies of one version are kept: an older ledger may be brought back more than once.
  private static let depth = 3

  private let base: String

  /// Of the ledger at a path, as a version of the schema has it.
  init(of path: String, schema: String) {
    base = "\(path).schema-\(schema).backup"
  }

  /// Makes the copy, and moves older ones of its name aside: `.backup`, `.backup.1`, `.backup.2`.
  func make(from database: DatabaseQueue) throws {
    let names = [base] + (1..<Self.depth).map { "\(base).\($0)" }
    let files = FileManager.default
    if files.fileExists(atPath: base) {
      if let oldest = names.last, files.fileExists(atPath: oldest) { try files.removeItem(atPath: oldest) }
      for (from, to) in zip(names, names.dropFirst()).reversed() where files.fileExists(atPath: from) {
        try files.moveItem(atPath: from, toPath: to)
      }
    }
    _ = try LedgerBackup(to: base).copy(database)
  }
}
